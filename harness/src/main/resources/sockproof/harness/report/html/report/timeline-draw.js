// Places the items of a timeline and draws them as SVG.

const LANE_NAMES = { client: 'Client', relay: 'Relay', server: 'Server' };
const LANES = { client: 46, relay: 132, server: 218 };
const BLOCK_HEIGHT = 30;
const CHARACTER_WIDTH = 7.4;
const MAX_CHARACTERS = 26;
const LEFT = 74;
const GAP = 12;
const HEIGHT = 318;
const TIME_WIDTH = 1100;

function itemWidth(item, zoom) {
  const more = item.length > item.bytes.length ? 1 : 0;
  const text = item.shape === 'block' ? [...item.text].length + more : item.label.length;
  const size = item.shape === 'block' ? String(item.offset).length + String(item.length).length + 2 : 0;
  const characters = Math.min(Math.max(text, size), MAX_CHARACTERS);
  return Math.max((characters * CHARACTER_WIDTH + 14) * zoom, 8);
}

/** Names the faults where another one than before had a hand in it. */
function tagFaults(items) {
  const before = {};
  for (const item of items) {
    const delivered = item.shape === 'block' && item.lane !== 'relay' && item.to === item.lane;
    const name = delivered ? item.why.split(/[ ,]/)[0] : '';
    item.tag = name && name !== 'from' && before[item.to] !== name ? name : '';
    if (item.lane === item.to) {
      before[item.to] = name;
    }
  }
}

/**
 * Gives every item its x and width. In order: pieces begin under what they were cut from; a forged datagram comes from
 * nobody and stands alone.
 */
function placeItems(model, byTime, zoom) {
  const right = { client: LEFT, relay: LEFT, server: LEFT };
  const gap = GAP * Math.min(zoom, 1.5);
  const last = model.items.length > 0 ? model.items[model.items.length - 1].nanos : 0;
  const first = model.items.length > 0 ? model.items[0].nanos : 0;
  const scale = (TIME_WIDTH * zoom) / Math.max(last - first, 1);
  const sources = new Map();
  for (const item of model.items) {
    item.width = itemWidth(item, zoom);
    const key = `${item.connection} ${item.to}`;
    const source = sources.get(key);
    const ownColumn = item.style === 'sent' || item.style === 'forged';
    const follows = source && !ownColumn && !source.done && item.lane !== source.lane;
    let x = follows
      ? Math.max(right[item.lane] + gap, source.x)
      : Math.max(right.client, right.relay, right.server) + gap;
    if (follows && item.lane === 'relay') {
      // Not over the lines of what was delivered of the same source.
      x = Math.max(x, right[item.to] > source.x ? right[item.to] + gap : x);
    } else if (follows && item.lane === item.to) {
      x = Math.max(x, right.relay > source.x ? right.relay + gap : x);
    }
    if (byTime) {
      x = Math.max(right[item.lane] + 3, LEFT + (item.nanos - first) * scale);
    }
    item.x = x;
    right[item.lane] = x + item.width;
    sources.forEach((other, otherKey) => (other.done ||= otherKey !== key));
    if (item.lane !== 'relay' && item.lane === OTHER_SIDE[item.to]) {
      sources.set(key, { x, lane: item.lane, done: false });
    }
  }
  return Math.max(right.client, right.relay, right.server) + 30;
}

function blockText(item) {
  const room = Math.floor((item.width - 8) / CHARACTER_WIDTH);
  const characters = [...item.text];
  return characters.length <= room && item.length <= item.bytes.length
    ? item.text
    : characters.slice(0, Math.max(room - 1, 0)).join('') + (room > 0 ? '…' : '');
}

function drawBlock(item, y, model) {
  const parts = [
    svg('rect', { x: item.x, y, width: item.width, height: BLOCK_HEIGHT, rx: 4 }),
    svg('text', { x: item.x + 6, y: y + 20, class: 'bytes' }, blockText(item)),
  ];
  const plain = model.datagrams || item.style === 'lost';
  const size = plain ? `${item.length} B` : `@${item.offset} +${item.length}`;
  if (item.width >= 30) {
    // What came from below has its line there.
    const above = item.lane === 'relay' && item.to === 'client';
    const sizeY = above ? y - 5 : y + BLOCK_HEIGHT + 12;
    parts.push(svg('text', { x: item.x + 1, y: sizeY, class: 'size' }, size));
  }
  if (item.style === 'lost') {
    const right = item.x + item.width;
    const bottom = y + BLOCK_HEIGHT;
    const d = `M${item.x} ${y}L${right} ${bottom}M${right} ${y}L${item.x} ${bottom}`;
    parts.push(svg('path', { class: 'cross', d }));
  }
  if (item.tag) {
    const between = item.lane === 'client' ? LANES.relay + BLOCK_HEIGHT + 28 : LANES.relay - 18;
    parts.push(svg('text', { x: item.x + 20, y: between, class: 'by' }, item.tag));
  }
  if (item.style === 'forged') {
    parts.push(svg('text', { x: item.x + 1, y: y - 5, class: 'tag' }, item.filtered ? 'forged, not taken' : 'forged'));
  }
  for (const at of item.joins) {
    const x = item.x + (item.width * at) / item.length;
    parts.push(svg('line', { class: 'join', x1: x, x2: x, y1: y - 4, y2: y + BLOCK_HEIGHT + 4 }));
  }
  return parts;
}

function drawFlag(item, y) {
  const x = item.x;
  const right = x + item.width;
  const bottom = y + BLOCK_HEIGHT;
  const shape =
    item.style === 'rst'
      ? `M${x + 6} ${y}H${right - 6}L${right} ${y + 8}V${bottom - 8}L${right - 6} ${bottom}` +
        `H${x + 6}L${x} ${bottom - 8}V${y + 8}Z`
      : item.style === 'fin'
        ? `M${x} ${y}H${right - 7}L${right} ${y + BLOCK_HEIGHT / 2}L${right - 7} ${bottom}H${x}Z`
        : `M${x} ${y}H${right}V${bottom}H${x}Z`;
  const text = { x: x + item.width / 2 - (item.style === 'fin' ? 2 : 0), y: y + 20, class: 'label' };
  const fits = item.width >= item.label.length * 6;
  return [svg('path', { d: shape }), fits ? svg('text', text, item.label) : null];
}

/** The line from an end's lane to the relay's, with its arrow and, at a cut, the scissors. */
function drawLink(item) {
  if (item.lane === 'relay' || !item.to) {
    return null;
  }
  const up = item.lane === 'client';
  const edge = LANES[item.lane] + (up ? BLOCK_HEIGHT + 18 : -4);
  const middle = LANES.relay + BLOCK_HEIGHT / 2;
  const x = item.x + Math.min(item.width / 2, 14);
  const incoming = item.lane === item.to;
  const [from, to] = incoming ? [middle, edge] : [edge, middle];
  const head = to > from ? -5 : 5;
  return svg('path', {
    class: `link ${item.style}`,
    d: `M${x} ${from}V${to}M${x - 4} ${to + head}L${x} ${to}L${x + 4} ${to + head}`,
  });
}

function drawCut(item) {
  if (!item.cut) {
    return null;
  }
  const x = item.x - GAP / 2;
  const y = LANES[item.lane];
  const up = item.lane === 'client';
  const end = LANES.relay + (up ? 2 : BLOCK_HEIGHT - 2);
  return svg(
    'g',
    { class: 'cut' },
    svg('line', { x1: x, x2: x, y1: up ? y - 5 : y + BLOCK_HEIGHT + 5, y2: end }),
    svg('text', { x, y: LANES.relay + 20 }, `✂ ${item.offset}`)
  );
}

function drawItem(item, number, model) {
  const y = LANES[item.lane];
  const body = item.shape === 'block' ? drawBlock(item, y, model) : drawFlag(item, y);
  return svg(
    'g',
    {
      class: `item ${item.style} to-${item.to || 'none'}`,
      role: 'img',
      tabindex: number === 0 ? 0 : -1,
      'data-number': number,
      'aria-label': itemWords(item, model),
    },
    drawLink(item),
    drawCut(item),
    body
  );
}

/** A bracket under the pieces that were there when a side's receive queue was empty again. */
function drawRead(read, subject) {
  const first = read.items[0];
  const last = read.items[read.items.length - 1];
  const bytes = read.items.reduce((sum, item) => sum + item.length, 0);
  const y = LANES[read.lane] + (read.lane === 'client' ? -22 : BLOCK_HEIGHT + 20);
  const tip = read.lane === 'client' ? 6 : -6;
  const right = last.x + last.width;
  const words = read.lane === subject ? `recv ${bytes}` : `read ${bytes}`;
  return svg(
    'g',
    { class: `read ${read.lane === subject ? 'subject' : ''}` },
    svg('title', null, `The ${read.lane} had read ${plural(bytes, 'byte')} by ${milliseconds(read.nanos)}`),
    svg('path', { d: `M${first.x} ${y + tip}V${y}H${right}V${y + tip}` }),
    svg('text', { x: (first.x + right) / 2, y: read.lane === 'client' ? y - 4 : y + 13 }, words)
  );
}

/** The times along the bottom: of what the ends sent, or of every so many pixels. */
function drawTimes(model, byTime, width) {
  const texts = [];
  let free = LEFT;
  for (const item of model.items) {
    const text = milliseconds(item.nanos);
    const room = text.length * 6.4 + 14;
    if (item.x >= free && (byTime || item.lane !== 'relay')) {
      texts.push(
        svg('line', { x1: item.x, x2: item.x, y1: HEIGHT - 22, y2: HEIGHT - 17 }),
        svg('text', { x: item.x, y: HEIGHT - 6 }, text)
      );
      free = item.x + room;
    }
  }
  const axis = svg('line', { x1: LEFT, x2: width - 10, y1: HEIGHT - 22, y2: HEIGHT - 22 });
  return svg('g', { class: 'times', 'aria-hidden': 'true' }, axis, texts);
}

function drawLanes(width, subject) {
  return Object.entries(LANES).map(([lane, y]) =>
    svg(
      'g',
      { class: `lane ${lane}`, 'aria-hidden': 'true' },
      svg('rect', { x: 0, y: y - 6, width, height: BLOCK_HEIGHT + 12 }),
      svg('text', { x: 8, y: y + (lane === subject ? 13 : 20) }, LANE_NAMES[lane]),
      lane === subject ? svg('text', { x: 8, y: y + 28, class: 'role' }, 'under test') : null
    )
  );
}

/** The whole picture. */
function drawTimeline(model, subject, byTime, zoom, room) {
  tagFaults(model.items);
  const width = Math.max(placeItems(model, byTime, zoom), room);
  return svg(
    'svg',
    {
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'group',
      'aria-label': 'Timeline: the arrow keys go from event to event',
    },
    drawLanes(width, subject),
    drawTimes(model, byTime, width),
    model.reads.map((read) => drawRead(read, subject)),
    model.items.map((item, number) => drawItem(item, number, model))
  );
}
