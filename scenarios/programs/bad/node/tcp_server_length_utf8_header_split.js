/*
 * Uppercase server over TCP: a 4-byte big-endian length before each message of UTF-8, one event loop.
 *
 * Bug (header-split): a chunk that starts a message is refused when the whole length is not in it.
 *
 * Usage: node tcp_server_length_utf8_header_split.js HOST PORT
 */
'use strict';
const net = require('node:net');

const MESSAGE_LIMIT_BYTES = 1 << 20;
const OUTPUT_LIMIT_BYTES = 1 << 22;

function answer(message) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message).toUpperCase();
  } catch {
    return 'ERROR only UTF-8 is understood';
  }
}

function reply(socket, text) {
  const message = Buffer.from(text, 'utf8');
  const header = Buffer.alloc(4);
  header.writeUInt32BE(message.length);
  socket.write(Buffer.concat([header, message]));
}

/** Answers every whole message at the front of `received`; returns the rest, or null after a refusal. */
function answerMessages(socket, received) {
  while (received.length > 0) {
    if (received.length < 4) {
      reply(socket, 'ERROR a message starts with four bytes of length');
      return null;
    }
    const size = received.readUInt32BE(0);
    if (size > MESSAGE_LIMIT_BYTES) {
      reply(socket, 'ERROR the message is too long');
      return null;
    }
    if (received.length < 4 + size) break;
    reply(socket, answer(received.subarray(4, 4 + size)));
    received = received.subarray(4 + size);
  }
  return received;
}

function serve(socket) {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    if (received === null) return; // refused: read on to the client's end, so that the reply is not destroyed
    received = answerMessages(socket, Buffer.concat([received, chunk]));
    if (received === null) socket.end();
    else if (socket.writableLength > OUTPUT_LIMIT_BYTES) socket.pause(); // it does not read its replies
  });
  socket.on('drain', () => socket.resume());
  socket.on('end', () => socket.end()); // a message that is not whole stays unanswered
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_server_length_utf8_header_split.js HOST PORT');
  process.exit(2);
}
const server = net.createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`tcp_server_length_utf8_header_split: ${error.message}`);
  process.exitCode = 1;
});
server.listen({ host: process.argv[2], port: Number(process.argv[3]), backlog: 128 });
