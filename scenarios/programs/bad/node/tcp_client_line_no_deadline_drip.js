/*
 * Uppercase client over TCP: a message a line, events and setTimeout().
 *
 * Bug (no-deadline): socket.setTimeout() is about silence, so a byte now and then holds it for ever.
 *
 * Usage: node tcp_client_line_no_deadline_drip.js HOST PORT < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const SILENCE_MILLIS = 2000;

function main(host, port, messages) {
  const socket = net.connect(port, host);
  let received = '';
  let replies = 0;

  function fail(reason) {
    socket.destroy();
    console.error(`tcp_client_line_no_deadline_drip: ${reason}`);
    process.exitCode = 1;
  }

  function askNext() {
    if (replies === messages.length) {
      socket.destroy();
      return;
    }
    socket.write(`${messages[replies]}\n`, 'latin1');
  }

  socket.setEncoding('latin1'); // a byte is a character, so no cut can harm one
  socket.setTimeout(SILENCE_MILLIS, () => fail('the server is silent'));
  socket.on('connect', askNext);
  socket.on('data', (chunk) => {
    received += chunk;
    for (let end; (end = received.indexOf('\n')) >= 0 && !socket.destroyed; ) {
      console.log(`Server says: ${received.slice(0, end)}`);
      received = received.slice(end + 1);
      replies += 1;
      askNext();
    }
  });
  socket.on('end', () => fail('the server closed the connection before its reply was whole'));
  socket.on('error', (error) => fail(error.message));
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_line_no_deadline_drip.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
main(process.argv[2], Number(process.argv[3]), input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined));
