/*
 * Uppercase client over TCP: a 4-byte big-endian length before each message, chunks kept until a message is whole.
 *
 * Bug (eof-hang): the server's FIN only stops the clock, and with allowHalfOpen nothing else follows.
 *
 * Usage: node tcp_client_length_eof_hang.js HOST PORT < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const DEADLINE_MILLIS = 2000;
const PROGRESS_MILLIS = 1000;
const REPLY_LIMIT_BYTES = 1 << 24;

function frame(message) {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(message.length);
  return Buffer.concat([header, message]);
}

/** Asks one message, resolves with its reply; what follows the reply stays in `state.received`. */
function ask(socket, state, message) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no whole reply in time')), DEADLINE_MILLIS);
    const settle = (act) => (value) => {
      clearTimeout(timer);
      act(value);
    };
    state.fail = settle(reject);
    state.stopClock = () => clearTimeout(timer);
    state.check = () => {
      if (state.received.length < 4) return;
      const size = state.received.readUInt32BE(0);
      if (size > REPLY_LIMIT_BYTES) {
        state.fail(new Error(`the server announces a reply of ${size} bytes, which is too long`));
      } else if (state.received.length >= 4 + size) {
        const reply = state.received.subarray(4, 4 + size);
        state.received = state.received.subarray(4 + size);
        settle(resolve)(reply);
      }
    };
    socket.write(frame(message));
  });
}

async function main(host, port, messages) {
  const socket = net.connect({ host, port, allowHalfOpen: true });
  const state = { received: Buffer.alloc(0), check: () => {}, fail: () => {}, stopClock: () => {} };
  socket.on('data', (chunk) => {
    state.received = Buffer.concat([state.received, chunk]);
    state.check();
  });
  socket.on('end', () => state.stopClock());
  socket.on('error', (error) => state.fail(error));
  const progress = setInterval(() => process.stderr.write('.'), PROGRESS_MILLIS);
  try {
    for (const message of messages) {
      const reply = await ask(socket, state, Buffer.from(message, 'latin1'));
      console.log(reply.toString('latin1'));
    }
  } finally {
    clearInterval(progress);
    socket.destroy();
  }
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_length_eof_hang.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
const lines = input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
main(process.argv[2], Number(process.argv[3]), lines).catch((error) => {
  console.error(`tcp_client_length_eof_hang: ${error.message}`);
  process.exitCode = 1;
});
