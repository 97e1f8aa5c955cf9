/*
 * Uppercase server over UDP: 'message' events, bound to the address it was told; each answer takes a while to make.
 *
 * Usage: node udp_server.js ADDRESS PORT
 */
'use strict';
const dgram = require('node:dgram');
const net = require('node:net');

const WORK_MILLIS = 10; // stands for a look-up in some other service
const REQUESTS_AT_ONCE = 256;
const BOUNCES_PER_SECOND = 8;
const REMEMBERED_CLIENTS = 1024;

const lastAnswers = new Map(); // client -> { answer, bounces, since }, the oldest first

/** Our own answer that comes straight back is answered a few times a second only: two servers must not loop. */
function loopGuardAllows(client, request, answer) {
  const now = Date.now();
  let last = lastAnswers.get(client);
  if (!last || last.answer !== request || now - last.since > 1000) last = { bounces: 0, since: now };
  lastAnswers.delete(client);
  lastAnswers.set(client, { answer, bounces: last.bounces + 1, since: last.since });
  if (lastAnswers.size > REMEMBERED_CLIENTS) lastAnswers.delete(lastAnswers.keys().next().value);
  return last.bounces < BOUNCES_PER_SECOND;
}

function answer(request) {
  return /^[\x00-\x7f]*$/.test(request) ? request.toUpperCase() : 'ERROR only ASCII is understood';
}

function main(address, port) {
  const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4');
  let underWay = 0;
  socket.on('message', (message, client) => {
    const request = message.toString('latin1');
    const text = answer(request);
    if (message.length === 0 || underWay === REQUESTS_AT_ONCE) return;
    if (!loopGuardAllows(`${client.address} ${client.port}`, request, text)) return;
    underWay += 1;
    setTimeout(() => {
      underWay -= 1;
      socket.send(Buffer.from(text, 'latin1'), client.port, client.address, (error) => {
        if (error) console.error(`no reply to ${client.address}: ${error.message}`);
      });
    }, WORK_MILLIS);
  });
  socket.on('error', (error) => {
    console.error(`udp_server: ${error.message}`);
    process.exit(1);
  });
  socket.bind(port, address);
}

if (process.argv.length !== 4 || ['0.0.0.0', '::'].includes(process.argv[2])) {
  console.error('usage: udp_server.js ADDRESS PORT (one address: replies leave from it)');
  process.exit(2);
}
main(process.argv[2], Number(process.argv[3]));
