/*
 * Uppercase client over UDP: one socket a message, several servers, each reply is looked up among those awaited.
 *
 * Bug (host-unchecked): compares the port of a reply, not its address.
 *
 * Usage: node udp_client_matching_host_unchecked.js ADDRESS PORT [ADDRESS PORT]... < messages
 */
'use strict';
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');

const WAITS_MILLIS = [300, 450, 700, 1000];

/** Sends to all servers, prints a reply of each, resolves when all have answered. */
function ask(servers, message) {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket(net.isIPv6(servers[0].address) ? 'udp6' : 'udp4');
    const pending = new Map(servers.map((server) => [`${server.address} ${server.port}`, server]));
    let tries = 0;
    let timer;

    function finish(act, value) {
      clearTimeout(timer);
      socket.close();
      act(value);
    }

    function trySend() {
      if (tries === WAITS_MILLIS.length) {
        finish(reject, new Error(`${pending.size} of ${servers.length} servers did not reply`));
        return;
      }
      for (const server of pending.values()) socket.send(message, server.port, server.address, () => {});
      timer = setTimeout(trySend, WAITS_MILLIS[tries]);
      tries += 1;
    }

    socket.on('message', (reply, from) => {
      const sender = [...pending.keys()].find((key) => pending.get(key).port === from.port);
      if (!sender || reply.length === 0) return; // strangers and empty datagrams answer nothing
      pending.delete(sender);
      console.log(`${from.address}:${from.port} replied with '${reply.toString('latin1')}'`);
      if (pending.size === 0) finish(resolve);
    });
    socket.on('error', (error) => finish(reject, error));
    trySend();
  });
}

async function main(servers, messages) {
  for (const message of messages) await ask(servers, Buffer.from(message, 'latin1'));
}

const words = process.argv.slice(2);
if (words.length < 2 || words.length % 2 !== 0 || !net.isIP(words[0])) {
  console.error('usage: udp_client_matching_host_unchecked.js ADDRESS PORT [ADDRESS PORT]... < messages');
  process.exit(2);
}
const servers = [];
for (let i = 0; i < words.length; i += 2) servers.push({ address: words[i], port: Number(words[i + 1]) });
const input = fs.readFileSync(0, 'latin1');
const lines = input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
main(servers, lines).catch((error) => {
  console.error(`udp_client_matching_host_unchecked: ${error.message}`);
  process.exitCode = 1;
});
