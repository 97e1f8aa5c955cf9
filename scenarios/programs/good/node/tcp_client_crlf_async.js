/*
 * Uppercase client over TCP: a message a line that ends with CR LF, the socket as an async iterator.
 *
 * Usage: node tcp_client_crlf_async.js HOST PORT < messages
 */
'use strict';
const { once } = require('node:events');
const net = require('node:net');
const readline = require('node:readline');

const DEADLINE_MILLIS = 2000;

/** Yields the replies; returns when the server has ended, whatever it left without CR LF. */
async function* replies(socket) {
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    for (let end; (end = received.indexOf('\r\n')) >= 0; ) {
      yield received.subarray(0, end).toString('latin1');
      received = received.subarray(end + 2);
    }
  }
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
  console.error('usage: tcp_client_crlf_async.js HOST PORT < messages');
  process.exit(2);
}
main(process.argv[2], Number(process.argv[3])).catch((error) => {
  console.error(`tcp_client_crlf_async: ${error.message}`);
  process.exitCode = 1;
});
