/*
 * Uppercase client over TCP: a message a line of UTF-8; setEncoding() keeps a character whose bytes come apart.
 *
 * Usage: node tcp_client_line_utf8.js HOST PORT < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const DEADLINE_MILLIS = 2000;

function main(host, port, messages) {
  const socket = net.connect(port, host);
  let timer = setTimeout(() => fail('no connection in time'), DEADLINE_MILLIS);
  let received = '';
  let replies = 0;

  function fail(reason) {
    clearTimeout(timer);
    socket.destroy();
    console.error(`tcp_client_line_utf8: ${reason}`);
    process.exitCode = 1;
  }

  function askNext() {
    clearTimeout(timer);
    if (replies === messages.length) {
      socket.destroy();
      return;
    }
    timer = setTimeout(() => fail('no whole reply in time'), DEADLINE_MILLIS);
    socket.write(`${messages[replies]}\n`);
  }

  socket.setEncoding('utf8');
  socket.on('connect', askNext);
  socket.on('data', (chunk) => {
    received += chunk;
    for (let end; (end = received.indexOf('\n')) >= 0 && !socket.destroyed; ) {
      console.log(received.slice(0, end).trim());
      received = received.slice(end + 1);
      replies += 1;
      askNext();
    }
  });
  socket.on('end', () => fail('the server closed the connection before its reply was whole'));
  socket.on('error', (error) => fail(error.message));
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_line_utf8.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'utf8');
main(process.argv[2], Number(process.argv[3]), input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined));
