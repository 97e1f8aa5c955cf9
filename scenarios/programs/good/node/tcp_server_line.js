/*
 * Uppercase server over TCP: a message a line, one event loop; each answer takes a while to make.
 *
 * Usage: node tcp_server_line.js HOST PORT
 */
'use strict';
const net = require('node:net');
const { setTimeout: delay } = require('node:timers/promises');

const MESSAGE_LIMIT_CHARACTERS = 1 << 20;
const WORK_MILLIS = 10; // stands for a look-up in some other service

function answer(message) {
  return /^[\x00-\x7f]*$/.test(message) ? message.toUpperCase() : 'ERROR only ASCII is understood';
}

/** Answers one line after the other; the socket is not read from while many of them wait. */
async function serve(socket) {
  let received = '';
  let skipping = false; // the line that comes in is too long and has been refused
  for await (const chunk of socket) {
    const lines = (received + chunk).split('\n');
    received = lines.pop();
    for (const line of lines) {
      await delay(WORK_MILLIS);
      if (!skipping) await write(socket, answer(line));
      skipping = false;
    }
    if (received.length > MESSAGE_LIMIT_CHARACTERS) {
      if (!skipping) await write(socket, 'ERROR the message is too long');
      skipping = true;
      received = '';
    }
  }
  socket.end(); // a line without its newline stays unanswered
}

function write(socket, line) {
  return new Promise((resolve, reject) => {
    socket.write(`${line}\n`, 'latin1', (error) => (error ? reject(error) : resolve()));
  });
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_server_line.js HOST PORT');
  process.exit(2);
}
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.setEncoding('latin1');
  socket.on('error', () => {}); // serve() tells of it
  serve(socket).catch((error) => console.error(`client lost: ${error.message}`));
});
server.on('error', (error) => {
  console.error(`tcp_server_line: ${error.message}`);
  process.exitCode = 1;
});
server.listen({ host: process.argv[2], port: Number(process.argv[3]), backlog: 128 });
