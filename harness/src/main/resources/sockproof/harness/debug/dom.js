// Small helpers. Text from outside only ever becomes text nodes, never markup.

/** Finds an element by its id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Keys of `set` that begin with "on" are listeners, `data` is a dataset, all others attributes;
 * false and null leave an attribute out.
 */
export function make(tag, set = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(set)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'data') {
      Object.assign(element.dataset, value);
    } else if (value !== false && value !== null) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** Sets a text, but only where it has changed, so that a selection survives. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A button with its key beside its name. */
export function button(name, key, title, onclick, set = {}) {
  const shown = key ? make('kbd', { 'aria-hidden': 'true' }, key) : null;
  return make('button', { type: 'button', title, onclick, ...set }, name, ' ', shown);
}

/** Says something to a screen reader. */
export function say(text) {
  byId('say').textContent = text;
}

let toastTimer = 0;

/** Shows an error for a while. */
export function complain(text) {
  const toast = byId('toast');
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 6000);
}

/** Sends JSON; gives the answer, or null after an error, which is shown. */
export async function post(path, body = {}, wrong = complain) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = response.headers.get('Content-Type')?.startsWith('application/json')
      ? await response.json() : { error: await response.text() };
    if (response.ok) {
      return answer;
    }
    wrong(capital(answer.error ?? `error ${response.status}`));
  } catch {
    wrong('The debugger does not answer.');
  }
  return null;
}

/** A sentence out of half a one. */
export function capital(text) {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence.trim()) ? sentence : `${sentence}.`;
}

/** Bytes from pairs of hexadecimal digits. */
export function bytesOf(hex) {
  const bytes = [];
  for (let i = 0; i < hex.length; i += 2) {
    bytes.push(parseInt(hex.slice(i, i + 2), 16));
  }
  return bytes;
}

const NAMES = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r' };

/** One byte as a character, or as an escape. */
export function character(byte) {
  if (byte > 0x20 && byte < 0x7f) {
    return String.fromCharCode(byte);
  }
  return byte === 0x20 ? '␣' : NAMES[byte] ?? '·';
}

/** One byte for the ear. */
export function spoken(byte) {
  const names = { 0: 'zero byte', 9: 'tab', 10: 'line feed', 13: 'carriage return', 32: 'space' };
  return names[byte] ?? (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `byte ${hexOf(byte)}`);
}

/** One byte in hexadecimal. */
export const hexOf = (byte) => byte.toString(16).padStart(2, '0');

/** "1 byte", "2 bytes". */
export const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** What the receiver's kernel queue shows and what its program does. */
export function receiverPanel(name) {
  const doingOf = (lane) => lane.own ? "Sockproof's own side"
    : lane.doing === 'unknown' && lane.unread >= 0 ? 'no program reads there any more' : DOING[lane.doing](name);
  const number = make('strong', { class: 'unread' });
  const gauge = make('span', { class: 'gauge', 'aria-hidden': 'true' });
  const unit = make('span', { class: 'unit' });
  const doing = make('span', { class: 'doing' });
  const totals = make('span', { class: 'totals' });
  const element = make('div', { class: 'receiver', role: 'group', 'aria-label': `The ${name}'s kernel queue` },
    make('span', { class: 'label' }, `kernel queue of the ${name}`),
    make('span', { class: 'queue' }, number, unit, gauge), doing, totals);
  return {
    element,
    update(lane, stream) {
      const known = lane.unread >= 0;
      const waits = lane.unread > 0;
      element.classList.toggle('waits', waits);
      setText(number, known ? (stream ? String(lane.unread) : waits ? 'something' : 'nothing') : '–');
      setText(unit, known ? (stream ? ` ${lane.unread === 1 ? 'byte' : 'bytes'} unread` : ' unread') : ' not known');
      const blocks = waits ? (stream ? Math.min(lane.unread, 24) : 1) : 0;
      if (gauge.childElementCount !== blocks) {
        gauge.replaceChildren(...Array.from({ length: blocks }, () => make('i')));
      }
      setText(doing, doingOf(lane));
      setText(totals, stream && known
        ? `${lane.delivered} delivered, ${Math.max(0, lane.delivered - lane.unread)} read`
        : `${count(lane.delivered, 'byte')} delivered`);
    },
  };
}

const DOING = {
  receiving: (name) => `the ${name} waits in recv()`,
  sleeping: (name) => `the ${name} sleeps elsewhere`,
  running: (name) => `the ${name} runs`,
  unknown: () => '',
};
