// The unmodified npm client of toxiproxy against `sockproof proxy --api`, whose URL is in SOCKPROOF_API: each call, and
// each toxic by its effect on real connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import client from 'toxiproxy-node-client';

const { Toxiproxy, ToxiproxyError } = client;
const toxiproxy = new Toxiproxy(process.env.SOCKPROOF_API);
const HOUR = 3_600_000;

/** Sends back what it gets, and ends when its client has ended. */
const server = net.createServer(socket => {
  socket.on('error', () => {}); // some toxics reset it
  socket.pipe(socket);
});
let upstream;
let proxy;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  upstream = `127.0.0.1:${server.address().port}`;
});

after(() => server.close());

beforeEach(async () => {
  for (const old of Object.values(await toxiproxy.getAll())) {
    await old.remove();
  }
  proxy = await toxiproxy.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream });
});

async function connect() {
  const [host, port] = proxy.listen.split(':');
  const socket = net.connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Everything from now on until the end. */
async function rest(socket) {
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
  }
  return text;
}

/** The next `size` characters. */
async function read(socket, size) {
  let text = '';
  while (text.length < size) {
    text += (await once(socket, 'data'))[0];
  }
  return text;
}

async function echoed(socket, text) {
  const arriving = read(socket, text.length);
  socket.write(text);
  return arriving;
}

async function millis(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

const add = (type, attributes, stream = 'downstream', name = type) =>
  proxy.addToxic({ name, type, stream, toxicity: 1, attributes });

const refusedWith = status => error =>
  error instanceof ToxiproxyError && error.message.includes(`status code ${status}`);

test('the version is one that clients know', async () => {
  assert.match(JSON.parse(await toxiproxy.getVersion()).version, /^2\./);
});

test('proxies come and go', async () => {
  const got = await toxiproxy.get('p');
  assert.deepEqual(got.toJson(), { enabled: true, listen: proxy.listen, name: 'p', upstream });
  assert.deepEqual(Object.keys(await toxiproxy.getAll()), ['p']);
  await assert.rejects(
    toxiproxy.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream }), refusedWith(409));
  await assert.rejects(toxiproxy.get('q'), refusedWith(404));
  await proxy.remove();
  assert.deepEqual(await toxiproxy.getAll(), {});
});

test('populate keeps what there is and adds the rest', async () => {
  const wanted = ['p', 'q'].map(
    name => ({ name, listen: name === 'p' ? proxy.listen : '127.0.0.1:0', upstream }));
  const all = await toxiproxy.populate(wanted);
  assert.deepEqual(Object.keys(all), ['p', 'q']);
  assert.equal(all.p.listen, proxy.listen);
  proxy = all.q;
  const socket = await connect();
  assert.equal(await echoed(socket, 'through q'), 'through q');
  socket.destroy();
});

for (const [type, first, second] of [
  ['latency', { latency: 10, jitter: 0 }, { latency: 20, jitter: 5 }],
  ['bandwidth', { rate: 10 }, { rate: 20 }],
  ['slow_close', { delay: 10 }, { delay: 20 }],
  ['timeout', { timeout: 1000 }, { timeout: 2000 }],
  ['reset_peer', { timeout: 1000 }, { timeout: 2000 }],
  ['slicer', { average_size: 8, size_variation: 2, delay: 1 }, { average_size: 9, size_variation: 3, delay: 2 }],
  ['limit_data', { bytes: 1000 }, { bytes: 2000 }]
]) {
  test(`${type} is added, changed and removed`, async () => {
    const added = await add(type, first, 'upstream', 'mine');
    const shown = { attributes: first, name: 'mine', stream: 'upstream', toxicity: 1, type };
    assert.deepEqual(added.toJson(), shown);
    assert.deepEqual((await proxy.getToxic('mine')).toJson(), shown);
    await assert.rejects(add(type, first, 'upstream', 'mine'), refusedWith(409));
    const changed = await added.update({ ...shown, attributes: second, toxicity: 0.5 });
    assert.deepEqual(changed.toJson(), { ...shown, attributes: second, toxicity: 0.5 });
    assert.deepEqual((await proxy.getToxic('mine')).toJson(), changed.toJson());
    await changed.remove();
    await assert.rejects(proxy.getToxic('mine'), refusedWith(404));
  });
}

test('latency delays an open connection, and its removal lets go what it holds', async () => {
  const socket = await connect();
  const toxic = await add('latency', { latency: 200, jitter: 0 });
  assert.ok(await millis(() => echoed(socket, 'a')) >= 199);
  await toxic.update({ ...toxic.toJson(), attributes: { latency: HOUR, jitter: 0 } });
  const arriving = read(socket, 5);
  socket.write('stuck');
  await toxic.remove();
  assert.equal(await arriving, 'stuck');
  socket.destroy();
});

test('bandwidth limits the rate', async () => {
  await add('bandwidth', { rate: 100 });
  const socket = await connect();
  assert.ok(await millis(() => echoed(socket, 'x'.repeat(40_000))) >= 250, '40 kB at 100 kB/s');
  socket.destroy();
});

test('slow_close delays the end', async () => {
  await add('slow_close', { delay: 200 });
  const socket = await connect();
  socket.end('bye');
  assert.ok(await millis(async () => assert.equal(await rest(socket), 'bye')) >= 199);
});

test('timeout loses what comes, then closes', async () => {
  await add('timeout', { timeout: 100 });
  const socket = await connect();
  socket.write('lost');
  assert.equal(await rest(socket), '');
});

test('reset_peer resets', async () => {
  await add('reset_peer', { timeout: 20 });
  const socket = await connect();
  socket.write('lost');
  await assert.rejects(rest(socket), { code: 'ECONNRESET' });
});

test('slicer cuts', async () => {
  await add('slicer', { average_size: 4, size_variation: 0, delay: 20_000 });
  const socket = await connect();
  socket.write('x'.repeat(40));
  const [piece] = await once(socket, 'data');
  assert.ok(piece.length < 40, `one piece of ${piece.length}`);
  socket.destroy();
});

test('limit_data ends after so many bytes', async () => {
  await add('limit_data', { bytes: 3 });
  const socket = await connect();
  socket.write('hello');
  assert.equal(await rest(socket), 'hel');
});

test('a disabled proxy is down, its connections end, and it comes back where it was', async () => {
  const socket = await connect();
  const ended = assert.rejects(rest(socket), { code: 'ECONNRESET' });
  const down = await proxy.update({ enabled: false, listen: proxy.listen, upstream });
  assert.equal(down.enabled, false);
  await ended;
  await assert.rejects(connect(), { code: 'ECONNREFUSED' });
  const up = await down.update({ enabled: true, listen: proxy.listen, upstream });
  assert.equal(up.listen, proxy.listen);
  const again = await connect();
  assert.equal(await echoed(again, 'back'), 'back');
  again.destroy();
});

test('reset enables all and removes the toxics', async () => {
  await add('timeout', { timeout: 0 }, 'upstream');
  await proxy.update({ enabled: false, listen: proxy.listen, upstream });
  await toxiproxy.reset();
  assert.equal((await toxiproxy.get('p')).enabled, true);
  await assert.rejects(proxy.getToxic('timeout'), refusedWith(404));
  const socket = await connect();
  assert.equal(await echoed(socket, 'free'), 'free');
  socket.destroy();
});
