/*
 * Uppercase client over UDP: a new connected socket for every message, retries with backoff.
 *
 * Usage: node udp_client_connected.js HOST PORT < messages
 */
'use strict';
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');

const WAITS_MILLIS = [300, 450, 700, 1000];

function ask(host, port, message) {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
    let tries = 0;
    let timer;

    function finish(act, value) {
      clearTimeout(timer);
      socket.close();
      act(value);
    }

    function trySend() {
      if (tries === WAITS_MILLIS.length) {
        finish(reject, new Error(`no reply after ${tries} tries`));
        return;
      }
      socket.send(message, () => {}); // an ICMP error of the try before may come out here; the timer goes on
      timer = setTimeout(trySend, WAITS_MILLIS[tries]);
      tries += 1;
    }

    socket.on('message', (reply) => {
      if (reply.length > 0) finish(resolve, reply); // an empty datagram answers nothing
    });
    socket.on('error', (error) => {
      if (error.code !== 'ECONNREFUSED') finish(reject, error); // the port may be open in a moment
    });
    socket.connect(port, host, (error) => (error ? finish(reject, error) : trySend()));
  });
}

async function main(host, port, messages) {
  for (const message of messages) {
    const reply = await ask(host, port, Buffer.from(message, 'latin1'));
    console.log(`The server replied with '${reply.toString('latin1')}'`);
  }
}

if (process.argv.length !== 4) {
  console.error('usage: udp_client_connected.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
const lines = input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
main(process.argv[2], Number(process.argv[3]), lines).catch((error) => {
  console.error(`udp_client_connected: ${error.message}`);
  process.exitCode = 1;
});
