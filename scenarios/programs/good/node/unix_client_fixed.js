/*
 * Uppercase client over a Unix stream socket: messages of exactly 16 bytes, 'readable' events and read(16).
 *
 * Usage: node unix_client_fixed.js PATH < messages
 */
'use strict';
const fs = require('node:fs');
const net = require('node:net');

const MESSAGE_BYTES = 16;
const DEADLINE_MILLIS = 2000;

function main(path, messages) {
  const socket = net.connect(path);
  let timer = setTimeout(() => fail('no connection in time'), DEADLINE_MILLIS);
  let replies = 0;

  function fail(reason) {
    clearTimeout(timer);
    socket.destroy();
    console.error(`unix_client_fixed: ${reason}`);
    process.exitCode = 1;
  }

  function askNext() {
    clearTimeout(timer);
    if (replies === messages.length) {
      socket.destroy();
      return;
    }
    const message = Buffer.from(messages[replies], 'latin1');
    if (message.length !== MESSAGE_BYTES) {
      fail(`a message must have ${MESSAGE_BYTES} bytes, this one has ${message.length}`);
      return;
    }
    timer = setTimeout(() => fail('no whole reply in time'), DEADLINE_MILLIS);
    socket.write(message);
  }

  socket.on('connect', askNext);
  socket.on('readable', () => {
    for (let reply; !socket.destroyed && (reply = socket.read(MESSAGE_BYTES)); ) {
      if (reply.length < MESSAGE_BYTES) return; // the rest before the server's end, as read() gives it
      console.log(`Server says: ${reply.toString('latin1')}`);
      replies += 1;
      askNext();
    }
  });
  socket.on('end', () => fail('the server closed the connection before its reply was whole'));
  socket.on('error', (error) => fail(error.message));
}

if (process.argv.length !== 3) {
  console.error('usage: unix_client_fixed.js PATH < messages');
  process.exit(2);
}
const input = fs.readFileSync(0, 'latin1');
main(process.argv[2], input.split('\n').slice(0, input.endsWith('\n') ? -1 : undefined));
