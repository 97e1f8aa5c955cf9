/*
 * Uppercase client over TCP: a message a line that ends with CR LF, readline as an async iterator.
 *
 * Bug (early-eof-accepted): readline gives the last line at the server's FIN, with CR LF or without.
 *
 * Usage: node tcp_client_crlf_async_early_eof_accepted.js HOST PORT < messages
 */
'use strict';
const { once } = require('node:events');
const net = require('node:net');
const readline = require('node:readline');

const DEADLINE_MILLIS = 2000;

/** Yields the replies; returns when the server has ended. */
async function* replies(socket) {
  yield* readline.createInterface({ input: socket, crlfDelay: Infinity });
}

/** Runs `step`; when it takes too long the socket is destroyed, which makes the step fail with the reason. */
async function withDeadline(socket, step) {
  const timer = setTimeout(() => socket.destroy(new Error('no whole reply in time')), DEADLINE_MILLIS);
  try {
    return await step();
  } finally {
    clearTimeout(timer);
  }
}

async function main(host, port) {
  const messages = [];
  for await (const line of readline.createInterface({ input: process.stdin })) messages.push(line);
  const socket = net.connect(port, host);
  try {
    await withDeadline(socket, () => once(socket, 'connect'));
    const answers = replies(socket);
    for (const message of messages) {
      socket.write(`${message}\r\n`);
      const { value, done } = await withDeadline(socket, () => answers.next());
      if (done) throw new Error('the server closed the connection before its reply was whole');
      console.log(`The server replied with '${value}'`);
    }
  } finally {
    socket.destroy();
  }
}

if (process.argv.length !== 4) {
  console.error('usage: tcp_client_crlf_async_early_eof_accepted.js HOST PORT < messages');
  process.exit(2);
}
main(process.argv[2], Number(process.argv[3])).catch((error) => {
  console.error(`tcp_client_crlf_async_early_eof_accepted: ${error.message}`);
  process.exitCode = 1;
});
