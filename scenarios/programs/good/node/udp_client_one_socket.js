/*
 * Uppercase client over UDP: one unconnected socket; a reply counts when it is the server's and its text answers the
 * message asked now.
 *
 * Usage: node udp_client_one_socket.js ADDRESS PORT < messages
 */
'use strict';
const dgram = require('node:dgram');
const net = require('node:net');
const readline = require('node:readline');

const WAIT_MILLIS = 350;
const TRIES = 4;

function ask(socket, server, message) {
  return new Promise((resolve, reject) => {
    let tries = 0;
    const send = () => {
      if (tries === TRIES) {
        stop(reject, new Error(`no reply after ${tries} tries`));
        return;
      }
      tries += 1;
      socket.send(message, server.port, server.address);
    };
    const take = (reply, from) => {
      const genuine = from.address === server.address && from.port === server.port;
      if (genuine && reply.toString() === message.toUpperCase()) stop(resolve, reply.toString());
    };
    const stop = (settle, value) => {
      clearInterval(timer);
      socket.off('message', take);
      settle(value);
    };
    const timer = setInterval(send, WAIT_MILLIS);
    socket.on('message', take);
    send();
  });
}

async function main(server) {
  const socket = dgram.createSocket(net.isIPv6(server.address) ? 'udp6' : 'udp4');
  try {
    for await (const message of readline.createInterface({ input: process.stdin })) {
      console.log(JSON.stringify({ message, reply: await ask(socket, server, message) }));
    }
  } finally {
    socket.close();
  }
}

const [address, port] = process.argv.slice(2);
if (process.argv.length !== 4 || !net.isIP(address)) {
  console.error('usage: udp_client_one_socket.js ADDRESS PORT < messages');
  process.exit(2);
}
main({ address, port: Number(port) }).catch((error) => {
  console.error(`udp_client_one_socket: ${error.message}`);
  process.exitCode = 1;
});
