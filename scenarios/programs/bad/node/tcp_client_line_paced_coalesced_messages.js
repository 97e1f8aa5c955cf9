/*
 * Uppercase client over TCP: a message a line, one every 100 ms whether or not the reply to the last has come.
 *
 * Bug (coalesced-messages): a 'data' event is taken to hold one line at most.
 *
 * Usage: node tcp_client_line_paced_coalesced_messages.js HOST PORT < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const PACE_MILLIS = 100;
const DEADLINE_MILLIS = 2000; // after the last message

function main(host, port, messages) {
  const socket = net.connect(port, host);
  const deadline = DEADLINE_MILLIS + PACE_MILLIS * messages.length;
  const timer = setTimeout(() => fail('no whole reply in time'), deadline);
  const unsent = messages.slice();
  let pace;
  let received = '';
  let missing = messages.length;

  function finish() {
    clearTimeout(timer);
    clearInterval(pace);
    socket.destroy();
  }

  function fail(reason) {
    finish();
    console.error(`tcp_client_line_paced_coalesced_messages: ${reason}`);
    process.exitCode = 1;
  }

  function sendNext() {
    if (unsent.length > 0) socket.write(`${unsent.shift()}\n`, 'latin1');
    else clearInterval(pace);
  }

  socket.setEncoding('latin1'); // a byte is a character, so no cut can harm one
  socket.on('connect', () => {
    pace = setInterval(sendNext, PACE_MILLIS);
    sendNext();
  });
  socket.on('data', (chunk) => {
    received += chunk;
    if (received.includes('\n')) {
      console.log(received.split('\n')[0]);
      received = '';
      missing -= 1;
    }
    if (missing === 0) finish();
  });
  socket.on('end', () => fail('the server closed the connection before its reply was whole'));
  socket.on('error', (error) => fail(error.message));
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_line_paced_coalesced_messages.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
main(process.argv[2], Number(process.argv[3]), input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined));
