/*
 * Uppercase server over a Unix stream socket: one message a connection, which the client's shut-down ends.
 *
 * Usage: node unix_server_eof.js PATH
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const MESSAGE_LIMIT_BYTES = 1 << 20;

function answer(message, size) {
  if (size > MESSAGE_LIMIT_BYTES) return 'ERROR the message is too long';
  const text = message.toString('latin1');
  return /^[\x00-\x7f]*$/.test(text) ? text.toUpperCase() : 'ERROR only ASCII is understood';
}

function serve(socket) {
  const chunks = [];
  let size = 0;
  socket.on('data', (chunk) => {
    size += chunk.length;
    if (size <= MESSAGE_LIMIT_BYTES) chunks.push(chunk); // what is beyond is read all the same, and forgotten
  });
  socket.on('end', () => socket.end(answer(Buffer.concat(chunks), size)));
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));
}

/** Removes the socket of an earlier run, and nothing else. */
function removeLeftover(path) {
  if (fs.statSync(path, { throwIfNoEntry: false })?.isSocket()) fs.unlinkSync(path);
}

if (process.argv.length !== 3) {
  console.error('usage: unix_server_eof.js PATH');
  process.exit(2);
}
removeLeftover(process.argv[2]);
const server = net.createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`unix_server_eof: ${error.message}`);
  process.exitCode = 1;
});
server.listen({ path: process.argv[2], backlog: 128 });
