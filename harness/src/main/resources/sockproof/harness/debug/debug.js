// The debugger's page: follows the session's state and sends the user's commands.

import { byId, capital, make, post, say, setText } from './dom.js';
import { openSave } from './save.js';
import { DatagramLane } from './datagrams.js';
import { StreamLane } from './strip.js';

let state = null;
let selected = 0;
let lanes = null;
let active = 'client';
let lastLine = 0;

const KEYS = [
  ['1, 2', 'go to the bytes for the client, for the server'],
  ['← →', 'move the caret; with Ctrl, or ↑ ↓, to the next cut'],
  ['Space', 'set or remove a cut at the caret'],
  ['P B M A', 'release a piece, so many bytes, a message, all'],
  ['O D U F', 'coalesce, drop, duplicate, forge'],
  ['H R', 'half-close, reset'],
  ['G', 'hold, or let pass'],
  ['S', 'save what was done as a scenario file'],
  ['⇧R', 'start again'],
];

const DATAGRAM_KEYS = [
  ['1, 2', 'go to the datagrams for the client, for the server'],
  ['↑ ↓', 'choose a datagram; with Alt, move it'],
  ['Enter', 'release it'],
  ['A', 'release all'],
  ['D U F', 'drop, duplicate, forge'],
  ['G', 'hold, or let pass'],
  ['S', 'save what was done as a scenario file'],
  ['⇧R', 'start again'],
];

/** Shows a state. */
function show(next) {
  state = next;
  showWhat();
  showSubject();
  showLog();
  showConnections();
}

function showWhat() {
  const what = { client: 'client under test:', server: 'server under test:', relay: '' }[state.mode];
  const parts = state.mode === 'relay'
    ? [make('code', {}, state.listen), ' ⟶ ', make('code', {}, state.upstream)]
    : [what, ' ', make('code', {}, state.command.join(' '))];
  const kind = state.stream && state.framing !== 'none' ? `${state.network}, framing ${state.framing}` : state.network;
  byId('what').replaceChildren(...parts, make('span', { class: 'kind' }, kind));
  const banner = byId('banner');
  banner.hidden = !state.failure;
  setText(banner, state.failure ? capital(state.failure) : '');
}

function showSubject() {
  const subject = state.subject;
  byId('subject').hidden = !subject;
  if (!subject) {
    return;
  }
  const status = byId('status');
  setText(status, subject.ended ? `ended: ${subject.ended}` : 'runs');
  status.className = `status ${subject.ended ? (subject.good ? 'good' : 'bad') : 'runs'}`;
  setText(byId('stdout'), subject.stdout);
  byId('stdout').classList.toggle('empty', !subject.stdout);
  setText(byId('stderr'), subject.stderr);
  byId('stderr-box').hidden = !subject.stderr;
  setText(byId('peer'), state.peer.join('\n'));
  byId('peer-box').hidden = state.peer.length === 0;
}

function showLog() {
  const log = byId('log');
  const lines = state.log;
  const newest = lines.length ? lines.at(-1).n : 0;
  if (newest < lastLine) {
    log.replaceChildren();
    lastLine = 0;
  }
  const many = state.connections.length > 1;
  for (const line of lines.filter((each) => each.n > lastLine)) {
    const number = many && line.connection ? make('span', { class: 'number' }, `#${line.connection} `) : null;
    log.append(make('li', { class: line.who }, make('time', {}, `${(line.ms / 1000).toFixed(3)} s`),
      make('span', {}, number, line.who === 'you' ? `you: ${line.text}` : line.text)));
  }
  if (newest > lastLine) {
    lastLine = newest;
    log.scrollTop = log.scrollHeight;
  }
}

function showConnections() {
  const connections = state.connections;
  if (!connections.some((each) => each.number === selected)) {
    selected = connections.length ? connections.at(-1).number : 0;
  }
  byId('tabs').hidden = connections.length < 2;
  byId('tabs').replaceChildren(...connections.map((each) => make('button', {
    type: 'button', 'aria-pressed': String(each.number === selected), class: each.open ? '' : 'closed',
    onclick: () => { selected = each.number; showConnections(); },
  }, `#${each.number} ${each.client}${each.open ? '' : ' (over)'}`)));
  const connection = connections.find((each) => each.number === selected);
  const nothing = byId('nothing');
  nothing.hidden = Boolean(connection);
  setText(nothing, state.failure ? '' : state.mode === 'relay'
    ? `Waiting for a client at ${state.listen} …` : 'Waiting for the first connection …');
  byId('lanes').hidden = !connection;
  if (!connection) {
    return;
  }
  if (!lanes) {
    const Lane = state.stream ? StreamLane : DatagramLane;
    lanes = { client: newLane(Lane, 'client'), server: newLane(Lane, 'server') };
    byId('lanes').replaceChildren(lanes.client.element, lanes.server.element);
    byId('keys').replaceChildren(...(state.stream ? KEYS : DATAGRAM_KEYS).flatMap(([keys, what]) =>
      [make('dt', {}, keys), make('dd', {}, what)]));
  }
  const unix = state.network === 'unix';
  lanes.client.update(connection.toclient, connection.open, unix);
  lanes.server.update(connection.toserver, connection.open, unix);
}

function newLane(Lane, to) {
  const lane = new Lane(to, (command) => post('command', { connection: selected, to, ...command }), askBytes);
  lane.element.addEventListener('focusin', () => { active = to; });
  return lane;
}

/** Asks for bytes to forge, and for their source where that can be chosen. */
function askBytes(withSource, done) {
  const dialog = byId('forge-dialog');
  byId('source-label').hidden = !withSource;
  const submitted = () => {
    dialog.removeEventListener('close', submitted);
    if (dialog.returnValue === 'ok') {
      const bytes = { text: byId('forge-text').value };
      done(withSource ? { ...bytes, source: byId('forge-source').value } : bytes);
    }
  };
  dialog.returnValue = '';
  dialog.addEventListener('close', submitted);
  dialog.showModal();
  byId('forge-text').select();
}

async function startAgain() {
  say('starting again');
  await post('again');
}

/** Whether a program is there that could still get what waits. */
function somethingMayCome() {
  return Boolean(state) && (state.subject ? !state.subject.ended : state.connections.some((each) => each.open));
}

function pressed(event) {
  const typing = event.target.closest('input:not([type=checkbox]), select, textarea, dialog');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (event.key === '?') {
    byId('help-dialog').showModal();
  } else if (event.key === 'R') {
    startAgain();
  } else if (event.key === 's') {
    openSave(somethingMayCome());
  } else if (lanes && (event.key === '1' || event.key === '2')) {
    lanes[event.key === '1' ? 'client' : 'server'].strip.focus();
  } else if (lanes && event.key === 'g') {
    const lane = lanes[active];
    lane.toggleHold(!lane.hold.checked);
  } else if (!lanes || event.key.length > 1 || !lanes[active].letter(event.key)) {
    return;
  }
  event.preventDefault();
}

function follow() {
  const events = new EventSource('events');
  let ended = false;
  events.onmessage = (event) => {
    ended = false;
    show(JSON.parse(event.data));
  };
  events.onerror = () => {
    if (!ended) {
      ended = true;
      const banner = byId('banner');
      banner.hidden = false;
      setText(banner, 'The debugger has ended, or cannot be reached.');
    }
  };
  events.onopen = () => { post('begin'); };
}

byId('again').addEventListener('click', startAgain);
byId('save').addEventListener('click', () => openSave(somethingMayCome()));
byId('help').addEventListener('click', () => byId('help-dialog').showModal());
for (const cancel of document.querySelectorAll('dialog .cancel')) {
  cancel.addEventListener('click', () => cancel.closest('dialog').close('cancel'));
}
document.addEventListener('keydown', pressed);
follow();
