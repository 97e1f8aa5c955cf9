// One direction of a stream: the bytes that wait, the cuts, and what can be done to them.

import { button, byId, bytesOf, character, complain, count, hexOf, make, receiverPanel, say, setText, spoken }
  from './dom.js';

/** A lane of a stream. `send(command)` sends a command for this direction; `forge(callback)` asks for bytes. */
export class StreamLane {
  constructor(to, send, forge) {
    this.to = to;
    this.send = send;
    this.forge = forge;
    this.caret = 0;
    this.state = null;
    this.shown = '';
    const from = to === 'client' ? 'server' : 'client';
    this.strip = make('div', {
      class: 'strip', role: 'slider', tabindex: '0', 'aria-orientation': 'horizontal',
      'aria-label': `Bytes from the ${from} to the ${to}`, data: { lane: to },
      onkeydown: (event) => this.key(event), onclick: (event) => this.clicked(event),
    });
    this.note = make('p', { class: 'note' });
    this.size = make('input', {
      type: 'number', min: '1', value: '1', 'aria-label': 'How many bytes', id: `size-${to}`,
      onkeydown: (event) => this.sized(event),
    });
    this.hold = make('input', { type: 'checkbox', role: 'switch', onchange: () => this.toggleHold(this.hold.checked) });
    this.receiver = receiverPanel(to);
    this.element = make('section', { class: 'lane', 'aria-label': `To the ${to}`, data: { to } },
      make('header', {}, make('h2', {}, make('span', { class: 'end' }, from),
        make('span', { class: 'arrow', 'aria-label': 'to' }, to === 'client' ? '⟶' : '⟶'),
        make('span', { class: 'end' }, to)),
        make('label', { class: 'switch', title: 'Holds what comes, or lets it pass (G)' }, this.hold, 'hold ',
          make('kbd', { 'aria-hidden': 'true' }, 'G'))),
      make('div', { class: 'road' }, make('div', { class: 'held' }, this.strip, this.note), this.receiver.element),
      this.controls());
  }

  controls() {
    this.buttons = {
      piece: button('Piece', 'P', 'Releases up to the first cut', () => this.send({ do: 'piece' })),
      bytes: button('Bytes', 'B', 'Releases so many bytes', () => this.bytes()),
      message: button('Message', 'M', 'Releases up to the end of the message, or to the next line feed',
        () => this.send({ do: 'message' })),
      all: button('All', 'A', 'Releases everything: each piece when the one before it has been read',
        () => this.send({ do: 'all' })),
      coalesce: button('Coalesce', 'O', 'Removes every cut', () => this.send({ do: 'coalesce' })),
      drop: button('Drop', 'D', 'Throws the piece at the caret away', () => this.onPiece('drop')),
      duplicate: button('Duplicate', 'U', 'Repeats the piece at the caret', () => this.onPiece('duplicate')),
      forge: button('Forge…', 'F', 'Adds bytes of your own at the caret', () => this.add()),
      halfClose: button('Half-close', 'H', 'Sends FIN this way; what waits is lost',
        () => this.send({ do: 'half-close' })),
      reset: button('Reset', 'R', 'Resets the connection', () => this.send({ do: 'reset' })),
    };
    const b = this.buttons;
    const group = (name, ...buttons) =>
      make('div', { class: 'group', role: 'group', 'aria-label': name },
        make('span', { class: 'label', 'aria-hidden': 'true' }, name), ...buttons);
    return make('div', { class: 'controls' },
      group('release', b.piece, make('span', { class: 'sized' }, this.size, b.bytes), b.message, b.all),
      group('change', b.coalesce, b.drop, b.duplicate, b.forge),
      group('end', b.halfClose, b.reset));
  }

  update(lane, open, unix) {
    const state = {
      ...lane, open, bytes: bytesOf(lane.bytes), back: lane.front + lane.length,
      cuts: lane.cuts.filter((at) => at < lane.front + lane.bytes.length / 2),
    };
    this.state = state;
    this.hold.checked = lane.holding;
    this.receiver.update(lane, true);
    const shown = JSON.stringify([lane.front, lane.bytes, lane.cuts, lane.marks, lane.end, lane.length, lane.over]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.moveTo(Math.max(this.caret, state.front), false);
      this.draw();
    }
    const active = open && !lane.over;
    const waits = active && lane.length > 0;
    const b = this.buttons;
    b.piece.disabled = b.all.disabled = !(waits || (active && lane.end));
    b.bytes.disabled = b.message.disabled = b.drop.disabled = b.duplicate.disabled = !waits;
    b.coalesce.disabled = !(waits && lane.cuts.length > 0);
    b.forge.disabled = b.halfClose.disabled = !active;
    b.reset.disabled = !active || unix;
    this.hold.disabled = !open;
    this.element.classList.toggle('over', !active);
  }

  /** The pieces that wait, as [from, end) pairs. */
  pieces() {
    const s = this.state;
    const edges = [s.front, ...s.cuts, s.front + s.bytes.length];
    return edges.slice(0, -1).map((from, i) => [from, edges[i + 1]]).filter(([from, end]) => from < end);
  }

  draw() {
    const s = this.state;
    const origin = new Map();
    for (const mark of s.marks) {
      for (let at = mark.from; at < mark.to; at++) {
        origin.set(at, mark.origin);
      }
    }
    const pieces = this.pieces().map(([from, end], index) => {
      const cells = [];
      for (let at = from; at < end; at++) {
        cells.push(this.cell(at, s.bytes[at - s.front], origin.get(at)));
      }
      const mark = origin.get(from);
      const what = [index === 0 ? 'next' : '', mark ?? ''].filter(Boolean).join(', ');
      return make('span', { class: `piece ${index === 0 ? 'first' : ''}`, data: { from, end } },
        make('span', { class: 'head' }, `${from}`, what ? make('em', {}, what) : null),
        make('span', { class: 'cells' }, ...cells));
    });
    if (s.length > s.bytes.length) {
      pieces.push(make('span', { class: 'more' }, `… and ${count(s.length - s.bytes.length, 'more byte')}`));
    }
    if (s.end) {
      pieces.push(make('span', { class: `piece finish ${s.end}` }, make('span', { class: 'head' }, 'end'),
        make('span', { class: 'cells' }, make('span', { class: 'cell' }, s.end === 'fin' ? 'FIN' : 'RST'))));
    }
    this.strip.replaceChildren(...pieces);
    setText(this.note, s.over ? 'This direction is over.' : s.length || s.end ? ''
      : s.holding ? 'Nothing waits.' : 'Everything passes.');
    this.strip.classList.toggle('empty', !s.length && !s.end);
    this.mark();
  }

  cell(at, byte, origin) {
    const gap = at > this.state.front
      ? make('span', { class: 'gap', title: `between byte ${at - 1} and byte ${at}`, data: { at } }) : null;
    return make('span', { class: `cell ${origin ?? ''} ${byte < 0x21 || byte > 0x7e ? 'special' : ''}`, data: { at } },
      gap, make('b', {}, character(byte)), make('small', {}, hexOf(byte)));
  }

  /** Shows where the caret is, to the eye and to the ear. */
  mark() {
    const s = this.state;
    for (const old of this.strip.querySelectorAll('.caret, .chosen')) {
      old.classList.remove('caret', 'chosen');
    }
    const cell = this.strip.querySelector(`.cell[data-at="${this.caret}"]`);
    cell?.classList.add('caret');
    cell?.closest('.piece').classList.add('chosen');
    this.strip.setAttribute('aria-valuemin', s.front);
    this.strip.setAttribute('aria-valuemax', s.front + s.bytes.length);
    this.strip.setAttribute('aria-valuenow', this.caret);
    this.strip.setAttribute('aria-valuetext', this.spokenPlace());
  }

  spokenPlace() {
    const s = this.state;
    if (!s.bytes.length) {
      return s.end ? `no byte waits, the end does: ${s.end}` : 'nothing waits';
    }
    const index = this.caret - s.front;
    const before = index > 0 ? `after ${spoken(s.bytes[index - 1])}` : 'at the front';
    const after = index < s.bytes.length ? `before ${spoken(s.bytes[index])}` : 'at the end';
    const cut = s.cuts.includes(this.caret) ? ', cut' : '';
    return `${before}, ${after}, offset ${this.caret}${cut}`;
  }

  moveTo(at, redraw = true) {
    const s = this.state;
    this.caret = Math.min(Math.max(at, s.front), s.front + s.bytes.length);
    if (redraw) {
      this.mark();
    }
  }

  clicked(event) {
    const gap = event.target.closest('.gap');
    const cell = event.target.closest('.cell[data-at]');
    if (gap) {
      this.moveTo(Number(gap.dataset.at));
      this.toggleCut();
    } else if (cell) {
      this.moveTo(Number(cell.dataset.at));
    }
  }

  toggleCut() {
    const at = this.caret;
    const isCut = this.state.cuts.includes(at);
    if (at <= this.state.front || at >= this.state.back) {
      complain('A cut goes between two bytes that wait: move the caret there first.');
      return;
    }
    this.send({ do: isCut ? 'join' : 'cut', at });
    say(isCut ? `cut removed at offset ${at}` : `cut set at offset ${at}`);
  }

  toggleHold(on) {
    this.send({ do: 'hold', on });
  }

  bytes() {
    this.send({ do: 'bytes', count: Number(this.size.value) || 0 });
  }

  /** Enter releases so many bytes; it and Escape go back to the strip, whose keys were the number's. */
  sized(event) {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter') {
        this.bytes();
      }
      this.strip.focus();
    }
  }

  /** Does something to the piece at the caret. */
  onPiece(what) {
    const pieces = this.pieces();
    const piece = pieces.find(([from, end]) => this.caret >= from && this.caret < end) ?? pieces.at(-1);
    if (piece) {
      const isLast = piece === pieces.at(-1);
      this.send({ do: what, from: piece[0], end: isLast ? this.state.back : piece[1] });
    }
  }

  add() {
    const at = this.caret;
    this.forge(false, (bytes) => this.send({ do: 'forge', at, ...bytes }));
  }

  /** A key in the strip; those that are not about the caret are handled by the page. */
  key(event) {
    const s = this.state;
    const jump = event.ctrlKey || event.altKey;
    const edges = [s.front, ...s.cuts, s.front + s.bytes.length];
    const moves = {
      ArrowLeft: () => (jump ? edges.findLast((at) => at < this.caret) ?? s.front : this.caret - 1),
      ArrowRight: () => (jump ? edges.find((at) => at > this.caret) ?? this.caret : this.caret + 1),
      ArrowUp: () => edges.findLast((at) => at < this.caret) ?? s.front,
      ArrowDown: () => edges.find((at) => at > this.caret) ?? this.caret,
      Home: () => s.front,
      End: () => s.front + s.bytes.length,
    };
    if (moves[event.key]) {
      this.moveTo(moves[event.key]());
      event.preventDefault();
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.toggleCut();
      event.preventDefault();
    }
  }

  /** A letter for this lane; true when it meant something. */
  letter(key) {
    const b = this.buttons;
    if (key === 'b') {
      byId(`size-${this.to}`).select();
      return true;
    }
    const pressed = {
      p: b.piece, m: b.message, a: b.all, o: b.coalesce, d: b.drop, u: b.duplicate, f: b.forge, h: b.halfClose,
      r: b.reset,
    }[key];
    if (pressed && !pressed.disabled) {
      pressed.click();
    } else if (pressed) {
      say(`${pressed.title} is not possible now`);
    }
    return Boolean(pressed);
  }
}
