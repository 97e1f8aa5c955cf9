/*
 * Uppercase server over TCP: a message a line that ends with CR LF, one event loop with backpressure.
 *
 * Bug (coalesced-messages): answers the first line of a chunk and forgets the others.
 *
 * Usage: node tcp_server_crlf_coalesced_messages.js HOST PORT
 */
'use strict';
const net = require('node:net');

const MESSAGE_LIMIT_BYTES = 1 << 20;

function answer(message) {
  return /^[\x00-\x7f]*$/.test(message) ? message.toUpperCase() : 'ERROR only ASCII is understood';
}

function serve(socket) {
  let received = '';
  let skipping = false; // the line that comes in is too long and has been refused
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    const lines = (received + chunk).split('\r\n', 2);
    received = lines.length === 1 ? lines.pop() : '';
    lines.length = Math.min(lines.length, 1);
    let flowing = true;
    for (const line of lines) {
      if (!skipping) flowing = socket.write(`${answer(line)}\r\n`, 'latin1');
      skipping = false;
    }
    if (received.length > MESSAGE_LIMIT_BYTES + 1) {
      if (!skipping) flowing = socket.write('ERROR the message is too long\r\n');
      skipping = true;
      received = received.endsWith('\r') ? '\r' : '';
    }
    if (!flowing) socket.pause(); // until what it has to read has left
  });
  socket.on('drain', () => socket.resume());
  socket.on('end', () => socket.end()); // a line without CR LF stays unanswered
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_server_crlf_coalesced_messages.js HOST PORT');
  process.exit(2);
}
const server = net.createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`tcp_server_crlf_coalesced_messages: ${error.message}`);
  process.exitCode = 1;
});
server.listen({ host: process.argv[2], port: Number(process.argv[3]), backlog: 128 });
