/*
 * Uppercase client over UDP: one connected socket, retries with backoff on a new one.
 *
 * Bug (duplicate-desync): one socket serves all messages, and a second copy of a reply is kept for the next
 * one.
 *
 * Usage: node udp_client_connected_duplicate_desync.js HOST PORT < messages
 */
'use strict';
const dgram = require('node:dgram');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');

const WAITS_MILLIS = [300, 450, 700, 1000];

/** A connected socket with a queue of the datagrams that have come. */
async function open(host, port) {
  const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
  const replies = [];
  socket.on('message', (reply) => {
    if (reply.length > 0) replies.push(reply); // an empty datagram answers nothing
    socket.emit('reply');
  });
  socket.on('error', (error) => {
    if (error.code !== 'ECONNREFUSED') throw error; // the port may be open in a moment
  });
  socket.connect(port, host);
  await once(socket, 'connect');
  return { socket, replies };
}

/** Resolves with true when a reply is there, with false when the wait is over. */
function replyWithin(channel, waitMillis) {
  return new Promise((resolve) => {
    const settle = (found) => {
      clearTimeout(timer);
      channel.socket.off('reply', check);
      resolve(found);
    };
    const check = () => channel.replies.length > 0 && settle(true);
    const timer = setTimeout(settle, waitMillis, false);
    channel.socket.on('reply', check);
    check();
  });
}

async function main(host, port, messages) {
  let channel = await open(host, port);
  for (const message of messages) {
    for (const wait of WAITS_MILLIS) {
      channel.socket.send(Buffer.from(message, 'latin1'), () => {}); // an old ICMP error may come out here
      if (await replyWithin(channel, wait)) break;
      channel.socket.close(); // what still comes for this try must not meet the next
      channel = await open(host, port);
    }
    if (channel.replies.length === 0) throw new Error(`no reply after ${WAITS_MILLIS.length} tries`);
    console.log(`The server replied with '${channel.replies.shift().toString('latin1')}'`);
  }
  channel.socket.close();
}

if (process.argv.length !== 4) {
  console.error('usage: udp_client_connected_duplicate_desync.js HOST PORT < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
const lines = input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined);
main(process.argv[2], Number(process.argv[3]), lines).catch((error) => {
  console.error(`udp_client_connected_duplicate_desync: ${error.message}`);
  process.exit(1);
});
