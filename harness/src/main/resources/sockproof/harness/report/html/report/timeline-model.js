// What the timeline of one relay shows, without how it is drawn.

const OTHER_SIDE = { client: 'server', server: 'client' };

/** How each kind of event is shown: in whose lane, as what, and in which words. */
const EVENT_KINDS = {
  received: { lane: 'sender', shape: 'block', style: 'sent', words: 'sent' },
  delivered: { lane: 'receiver', shape: 'block', style: 'got', words: 'delivered' },
  forged: { lane: 'receiver', shape: 'block', style: 'forged', words: 'forged' },
  discarded: { lane: 'relay', shape: 'block', style: 'lost', words: 'thrown away' },
  'fin-received': { lane: 'sender', shape: 'flag', style: 'fin', label: 'FIN', words: 'sent FIN' },
  'fin-delivered': { lane: 'receiver', shape: 'flag', style: 'fin', label: 'FIN', words: 'got FIN' },
  'reset-received': { lane: 'sender', shape: 'flag', style: 'rst', label: 'RST', words: 'sent RST' },
  'reset-delivered': { lane: 'receiver', shape: 'flag', style: 'rst', label: 'RST', words: 'got RST' },
  unreachable: { lane: 'sender', shape: 'flag', style: 'rst', label: 'ICMP', words: 'port unreachable' },
  opened: { lane: 'relay', shape: 'flag', style: 'note', label: 'open', words: 'connection opened' },
  closed: { lane: 'relay', shape: 'flag', style: 'note', label: 'end', words: 'connection over' },
  refused: { lane: 'relay', shape: 'flag', style: 'rst', label: 'refused', words: 'connection refused' },
  paused: { lane: 'relay', shape: 'flag', style: 'note', label: 'pause', words: 'relay stops reading' },
  resumed: { lane: 'relay', shape: 'flag', style: 'note', label: 'go on', words: 'relay reads again' },
  'paced-by-time': { lane: 'relay', shape: 'flag', style: 'note', label: 'timed', words: 'paced by time' },
  error: { lane: 'relay', shape: 'flag', style: 'rst', label: 'error', words: 'error' },
};

function laneOf(kind, to) {
  if (kind.lane === 'relay' || !to) {
    return 'relay';
  }
  return kind.lane === 'receiver' ? to : OTHER_SIDE[to];
}

/** One direction of one connection: where its offsets stand and what is not read yet. */
function newFlow() {
  return { received: 0, delivered: 0, ends: new Set([0]), unread: [], pieces: [] };
}

/**
 * The items in order, and the reads: each the items that one side had got when its receive queue
 * was found empty.
 */
function timelineModel(relay, details) {
  const datagrams = details.network === 'udp' || details.network === 'unix-datagram';
  const items = [];
  const reads = [];
  const flows = new Map();
  for (const event of relay.events) {
    const key = `${event.connection} ${event.to}`;
    if (!flows.has(key)) {
      flows.set(key, newFlow());
    }
    const flow = flows.get(key);
    if (event.kind === 'read-by-peer' || event.kind === 'drained') {
      // One recv() takes one datagram, but of a stream whatever is there.
      const left = flow.unread.splice(Number(event.why) || flow.unread.length);
      const taken = datagrams ? flow.unread.map((item) => [item]) : [flow.unread];
      taken
        .filter((pieces) => pieces.length > 0)
        .forEach((pieces) => reads.push({ lane: event.to, items: pieces, nanos: event.nanos }));
      flow.unread = left;
      continue;
    }
    if (event.kind === 'filtered') {
      const item = flow.unread.pop();
      if (item) {
        item.filtered = true;
        item.why += `; not taken: ${event.why}`;
      }
      continue;
    }
    const kind = EVENT_KINDS[event.kind];
    if (kind) {
      items.push(newItem(event, kind, flow));
    }
  }
  if (!datagrams) {
    flows.forEach(markCuts);
  }
  const connections = new Set(items.map((item) => item.connection).filter((n) => n > 0));
  return { items, reads, datagrams, connections: connections.size, omitted: relay.omittedEvents ?? 0 };
}

function newItem(event, kind, flow) {
  const item = {
    lane: laneOf(kind, event.to),
    shape: kind.shape,
    style: kind.style,
    label: kind.label ?? '',
    words: kind.words,
    to: event.to ?? '',
    connection: event.connection,
    nanos: event.nanos,
    length: event.length ?? 0,
    bytes: event.bytes ?? '',
    text: shownText((event.bytes ?? '').slice(0, 60)),
    why: event.why ?? '',
    offset: 0,
    cut: false,
    filtered: false,
    joins: [],
  };
  if (event.kind === 'received') {
    item.offset = flow.received;
    flow.received += item.length;
    flow.ends.add(flow.received);
  } else if (event.kind === 'delivered') {
    item.offset = flow.delivered;
    flow.delivered += item.length;
    flow.pieces.push(item);
    flow.unread.push(item);
  } else if (event.kind === 'forged') {
    flow.unread.push(item);
  } else if (event.kind === 'discarded') {
    item.offset = flow.delivered;
  }
  return item;
}

/** A piece begins with a cut where the sender's piece did not begin, and may hold several of them. */
function markCuts(flow) {
  for (const item of flow.pieces) {
    item.cut = item.offset > 0 && !flow.ends.has(item.offset);
    for (const end of flow.ends) {
      if (end > item.offset && end < item.offset + item.length) {
        item.joins.push(end - item.offset);
      }
    }
  }
}

function milliseconds(nanos) {
  const ms = nanos / 1e6;
  return ms >= 1000 ? `${(ms / 1000).toFixed(3)} s` : `${ms.toFixed(ms < 10 ? 3 : 1)} ms`;
}

/** What an item is, in a sentence; screen readers say it. */
function itemWords(item, model) {
  const who = item.lane === 'relay' ? 'Relay' : item.lane === 'client' ? 'Client' : 'Server';
  const where = model.connections > 1 ? `, connection ${item.connection}` : '';
  const size =
    item.shape !== 'block'
      ? ''
      : model.datagrams
        ? `, ${plural(item.length, 'byte')}`
        : `, ${plural(item.length, 'byte')} from offset ${item.offset}`;
  const cut = item.cut ? ', behind a cut' : '';
  const joined = item.joins.length > 0 ? `, joined at ${item.joins.join(', ')}` : '';
  const why = item.why ? ` (${item.why})` : '';
  const text = item.bytes ? `: ${shownText(item.bytes.slice(0, 80))}` : '';
  return `${who}: ${item.words}${size}${cut}${joined}, at ${milliseconds(item.nanos)}${where}${why}${text}`;
}
