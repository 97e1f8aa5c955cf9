/*
 * Uppercase client over a Unix stream socket: a message a line, events and a timer.
 *
 * Usage: node unix_client_line.js PATH < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const DEADLINE_MILLIS = 2000;

function main(path, messages) {
  const socket = net.connect(path);
  let timer = setTimeout(() => fail('no connection in time'), DEADLINE_MILLIS);
  let received = '';
  let replies = 0;

  function fail(reason) {
    clearTimeout(timer);
    socket.destroy();
    console.error(`unix_client_line: ${reason}`);
    process.exitCode = 1;
  }

  function askNext() {
    clearTimeout(timer);
    if (replies === messages.length) {
      socket.destroy();
      return;
    }
    timer = setTimeout(() => fail('no whole reply in time'), DEADLINE_MILLIS);
    socket.write(`${messages[replies]}\n`, 'latin1');
  }

  socket.setEncoding('latin1'); // a byte is a character, so no cut can harm one
  socket.on('connect', askNext);
  socket.on('data', (chunk) => {
    received += chunk;
    for (let end; (end = received.indexOf('\n')) >= 0 && !socket.destroyed; ) {
      console.log(`The server at ${path} replied with ${JSON.stringify(received.slice(0, end))}`);
      received = received.slice(end + 1);
      replies += 1;
      askNext();
    }
  });
  socket.on('end', () => fail('the server closed the connection before its reply was whole'));
  socket.on('error', (error) => fail(error.message));
}

if (process.argv.length !== 3) {
  console.error('usage: unix_client_line.js PATH < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
main(process.argv[2], input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined));
