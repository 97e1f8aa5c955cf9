// One direction of a datagram session: the datagrams that wait, in an order that can be changed.

import { button, bytesOf, character, count, hexOf, make, receiverPanel, say, setText, spoken } from './dom.js';

const SHOWN_BYTES = 64;

/** A lane of datagrams. `send(command)` sends a command for this direction; `forge(callback)` asks for bytes. */
export class DatagramLane {
  constructor(to, send, forge) {
    this.to = to;
    this.send = send;
    this.forge = forge;
    this.chosen = 0;
    this.index = -1;
    this.open = false;
    this.waiting = [];
    this.shown = '';
    const from = to === 'client' ? 'server' : 'client';
    this.strip = make('ol', {
      class: 'datagrams', tabindex: '0', role: 'listbox', data: { lane: to },
      'aria-label': `Datagrams from the ${from} to the ${to}, the next one first`,
      onkeydown: (event) => this.key(event), ondragover: (event) => this.dragOver(event),
      ondrop: (event) => this.dropped(event), ondragleave: () => this.unmark(),
    });
    this.note = make('p', { class: 'note' });
    this.hold = make('input', { type: 'checkbox', role: 'switch', onchange: () => this.toggleHold(this.hold.checked) });
    this.receiver = receiverPanel(to);
    this.element = make('section', { class: 'lane', 'aria-label': `To the ${to}`, data: { to } },
      make('header', {}, make('h2', {}, make('span', { class: 'end' }, from),
        make('span', { class: 'arrow', 'aria-label': 'to' }, '⟶'), make('span', { class: 'end' }, to)),
        make('label', { class: 'switch', title: 'Holds what comes, or lets it pass (G)' }, this.hold, 'hold ',
          make('kbd', { 'aria-hidden': 'true' }, 'G'))),
      make('div', { class: 'road' }, make('div', { class: 'held' }, this.strip, this.note), this.receiver.element),
      this.controls());
  }

  controls() {
    this.buttons = {
      release: button('Release', '↵', 'Releases the chosen datagram', () => this.onChosen('release')),
      all: button('All', 'A', 'Releases all in their order', () => this.send({ do: 'all' })),
      up: button('Earlier', 'Alt ↑', 'Moves the chosen datagram before the one before it', () => this.move(-1)),
      down: button('Later', 'Alt ↓', 'Moves the chosen datagram behind the next one', () => this.move(1)),
      drop: button('Drop', 'D', 'Throws the chosen datagram away', () => this.onChosen('drop')),
      duplicate: button('Duplicate', 'U', 'Repeats the chosen datagram', () => this.onChosen('duplicate')),
      forge: button('Forge…', 'F', 'Adds a datagram of your own before the chosen one', () => this.add()),
    };
    const b = this.buttons;
    const group = (name, ...buttons) =>
      make('div', { class: 'group', role: 'group', 'aria-label': name },
        make('span', { class: 'label', 'aria-hidden': 'true' }, name), ...buttons);
    return make('div', { class: 'controls' }, group('release', b.release, b.all), group('order', b.up, b.down),
      group('change', b.drop, b.duplicate, b.forge));
  }

  update(lane, open) {
    this.waiting = lane.waiting;
    this.hold.checked = lane.holding;
    this.receiver.update(lane, false);
    const shown = JSON.stringify([lane.waiting, lane.holding]);
    if (shown !== this.shown) {
      this.shown = shown;
      if (!this.waiting.some((each) => each.id === this.chosen)) {
        const near = Math.min(Math.max(this.index, 0), this.waiting.length - 1);
        this.chosen = this.waiting[near]?.id ?? 0;
      }
      this.draw(lane);
    }
    this.open = open;
    this.enable();
    this.buttons.all.disabled = !open || lane.count === 0;
    this.buttons.forge.disabled = this.hold.disabled = !open;
    this.element.classList.toggle('over', !open);
  }

  /** What can be done to the chosen datagram. */
  enable() {
    const b = this.buttons;
    const none = !this.open || this.index < 0;
    b.release.disabled = b.drop.disabled = b.duplicate.disabled = none;
    b.up.disabled = none || this.index === 0;
    b.down.disabled = none || this.index >= this.waiting.length - 1;
  }

  draw(lane) {
    const items = this.waiting.map((each, index) => this.item(each, index));
    if (lane.count > this.waiting.length) {
      items.push(make('li', { class: 'more' }, `… and ${lane.count - this.waiting.length} more`));
    }
    this.strip.replaceChildren(...items);
    const lost = lane.overflowed ? ` ${count(lane.overflowed, 'datagram')} were lost: too many waited.` : '';
    setText(this.note, (this.waiting.length ? '' : lane.holding ? 'Nothing waits.' : 'Everything passes.') + lost);
    this.mark();
  }

  item(each, index) {
    const bytes = bytesOf(each.bytes).slice(0, SHOWN_BYTES);
    const tags = [index === 0 ? 'next' : '', each.origin === 'genuine' ? '' : each.origin,
      each.source ? `from ${each.source}` : ''].filter(Boolean);
    const cells = bytes.map((byte) => make('span', { class: `cell ${byte < 0x21 || byte > 0x7e ? 'special' : ''}` },
      make('b', {}, character(byte)), make('small', {}, hexOf(byte))));
    const rest = each.length - bytes.length;
    return make('li', {
      class: `datagram ${each.origin}`, role: 'option', id: `${this.to}-${each.id}`, draggable: 'true',
      data: { id: each.id, index }, 'aria-label': this.spokenItem(each, tags),
      onclick: () => this.choose(each.id), ondblclick: () => this.send({ do: 'release', id: each.id }),
      ondragstart: (event) => {
        this.choose(each.id);
        event.dataTransfer.setData('text/plain', `${this.to} ${each.id}`);
        event.dataTransfer.effectAllowed = 'move';
        this.dragged = each.id;
      },
      ondragend: () => { this.dragged = null; this.unmark(); },
    },
    make('span', { class: 'grip', 'aria-hidden': 'true' }, '⠿'),
    make('span', { class: 'head' }, count(each.length, 'byte'),
      tags.length ? make('em', {}, tags.join(', ')) : null),
    make('span', { class: 'cells' }, ...(cells.length ? cells : [make('i', {}, 'empty')]),
      rest > 0 ? make('i', {}, `… ${rest} more`) : null));
  }

  spokenItem(each, tags) {
    const bytes = bytesOf(each.bytes).slice(0, SHOWN_BYTES);
    const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
    const text = isText ? String.fromCharCode(...bytes) : bytes.map(spoken).join(' ');
    return [`datagram of ${count(each.length, 'byte')}: ${text || 'empty'}`, ...tags].join(', ');
  }

  indexOf(id) {
    return this.waiting.findIndex((each) => each.id === id);
  }

  choose(id) {
    this.chosen = id;
    this.mark();
    this.enable();
  }

  mark() {
    this.index = this.indexOf(this.chosen);
    for (const item of this.strip.children) {
      item.setAttribute('aria-selected', String(Number(item.dataset.id) === this.chosen));
    }
    if (this.index >= 0) {
      this.strip.setAttribute('aria-activedescendant', `${this.to}-${this.chosen}`);
    } else {
      this.strip.removeAttribute('aria-activedescendant');
    }
  }

  onChosen(what) {
    if (this.index >= 0) {
      this.send({ do: what, id: this.chosen });
    }
  }

  move(by) {
    this.moveTo(this.index + by);
  }

  moveTo(index) {
    if (this.index >= 0 && index >= 0 && index < this.waiting.length && index !== this.index) {
      this.send({ do: 'move', id: this.chosen, index });
      say(`moved to place ${index + 1} of ${this.waiting.length}`);
    }
  }

  add() {
    const index = Math.max(this.index, 0);
    this.forge(true, (bytes) => this.send({ do: 'forge', index, ...bytes }));
  }

  toggleHold(on) {
    this.send({ do: 'hold', on });
  }

  /** The place between two datagrams to which the pointer points: an index from 0 to their number. */
  place(event) {
    const items = [...this.strip.querySelectorAll('.datagram')];
    const after = items.findIndex((item) => {
      const box = item.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    return { items, index: after < 0 ? items.length : after };
  }

  dragOver(event) {
    if (!this.dragged) {
      return;
    }
    event.preventDefault();
    const { items, index } = this.place(event);
    this.unmark();
    if (items.length) {
      (items[index] ?? items.at(-1)).classList.add(index < items.length ? 'before' : 'after');
    }
  }

  dropped(event) {
    if (this.dragged) {
      event.preventDefault();
      const { index } = this.place(event);
      const from = this.indexOf(this.dragged);
      this.choose(this.dragged);
      this.moveTo(index > from ? index - 1 : index);
    }
    this.unmark();
  }

  unmark() {
    for (const item of this.strip.querySelectorAll('.before, .after')) {
      item.classList.remove('before', 'after');
    }
  }

  key(event) {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (step && event.altKey) {
      this.move(step);
    } else if (step) {
      const next = this.waiting[this.index + step];
      if (next) {
        this.choose(next.id);
      }
    } else if (event.key === 'Home' || event.key === 'End') {
      this.choose(this.waiting.at(event.key === 'Home' ? 0 : -1)?.id ?? 0);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.onChosen('release');
    } else {
      return;
    }
    event.preventDefault();
  }

  /** A letter for this lane; true when it meant something. */
  letter(key) {
    const b = this.buttons;
    const pressed = { a: b.all, d: b.drop, u: b.duplicate, f: b.forge }[key];
    if (pressed && !pressed.disabled) {
      pressed.click();
    } else if (pressed) {
      say(`${pressed.title} is not possible now`);
    }
    return Boolean(pressed);
  }
}
