/*
 * Uppercase client over TCP: one connection a message, which end() finishes.
 *
 * Usage: node tcp_client_eof.js HOST PORT < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const DEADLINE_MILLIS = 2000;

function ask(host, port, message) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, allowHalfOpen: true });
    const chunks = [];
    const timer = setTimeout(() => socket.destroy(new Error('no whole reply in time')), DEADLINE_MILLIS);
    socket.end(message);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      const reply = Buffer.concat(chunks);
      if (reply.length === message.length) resolve(reply); // uppercase ASCII keeps its length
      else reject(new Error(`the reply has ${reply.length} bytes, not ${message.length}`));
      socket.destroy();
    });
    socket.on('close', () => clearTimeout(timer));
  });
}

async function main(host, port, messages) {
  for (const message of messages) {
    const reply = await ask(host, port, Buffer.from(message, 'latin1'));
    console.log(`Server says: ${reply.toString('latin1')}`);
  }
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_eof.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
const lines = input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
main(process.argv[2], Number(process.argv[3]), lines).catch((error) => {
  console.error(`tcp_client_eof: ${error.message}`);
  process.exitCode = 1;
});
