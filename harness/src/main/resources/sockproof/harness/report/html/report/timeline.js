// The timeline of a relay: the picture, its controls, and what is known of the event in focus.

const ZOOM_STEP = 1.3;

function eventDetails(item, model) {
  if (!item) {
    return el('p', { class: 'muted' }, 'Point at an event, or go through them with ← and →, to see its bytes.');
  }
  const shown = item.bytes.length < item.length ? `, the first ${item.bytes.length} shown` : '';
  return [
    el('p', { class: 'what' }, itemWords({ ...item, bytes: '' }, model), shown),
    item.bytes
      ? el(
          'div',
          { class: 'dump' },
          el('pre', { class: 'text' }, shownText(item.bytes)),
          el('pre', null, hexDump(item.bytes, model.datagrams ? 0 : item.offset))
        )
      : null,
  ];
}

function eventTable(model) {
  const rows = model.items.map((item) =>
    el(
      'tr',
      null,
      el('td', null, milliseconds(item.nanos)),
      el('td', null, item.lane),
      el('td', null, item.words),
      el('td', null, item.shape === 'block' ? String(item.offset) : ''),
      el('td', null, item.shape === 'block' ? String(item.length) : ''),
      el('td', null, el('code', null, shownText(item.bytes.slice(0, 120)))),
      el('td', null, item.why)
    )
  );
  const heads = ['Time', 'Where', 'What', 'Offset', 'Bytes', 'Text', 'Why'];
  return el(
    'details',
    { class: 'events' },
    el('summary', null, `All ${plural(model.items.length, 'event')} as a table`),
    el(
      'table',
      null,
      el('thead', null, el('tr', null, heads.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', null, rows)
    )
  );
}

function panByDragging(frame) {
  let from = null;
  frame.addEventListener('pointerdown', (event) => {
    if (event.button === 0) {
      from = { x: event.clientX, left: frame.scrollLeft };
    }
  });
  frame.addEventListener('pointermove', (event) => {
    if (from && Math.abs(event.clientX - from.x) > 3) {
      frame.scrollLeft = from.left - (event.clientX - from.x);
      frame.classList.add('panning');
    }
  });
  const end = () => {
    from = null;
    frame.classList.remove('panning');
  };
  frame.addEventListener('pointerup', end);
  frame.addEventListener('pointerleave', end);
}

/** One relay's timeline. */
function timeline(relay, details) {
  const model = timelineModel(relay, details);
  let zoom = 1;
  let byTime = false;
  let current = 0;
  const frame = el('div', { class: 'frame' });
  const panel = el('div', { class: 'event', 'aria-live': 'polite' }, eventDetails(null, model));

  const show = (number) => {
    frame.querySelectorAll('.item.shown').forEach((other) => other.classList.remove('shown'));
    frame.querySelector(`[data-number="${number}"]`)?.classList.add('shown');
    panel.replaceChildren(...[eventDetails(model.items[number], model)].flat().filter(Boolean));
  };
  const draw = (middle) => {
    const before = frame.querySelector('svg')?.clientWidth ?? 0;
    const share = before ? (frame.scrollLeft + middle) / before : 0;
    frame.replaceChildren(drawTimeline(model, details.role, byTime, zoom, frame.clientWidth));
    frame.scrollLeft = share * frame.firstChild.clientWidth - middle;
  };
  const focus = (number) => {
    if (number < 0 || number >= model.items.length) {
      return;
    }
    const items = frame.querySelectorAll('.item');
    items[current]?.setAttribute('tabindex', '-1');
    items[number].setAttribute('tabindex', '0');
    items[number].focus();
  };
  const zoomBy = (factor) => {
    zoom = Math.min(Math.max(zoom * factor, 0.2), 6);
    draw(frame.clientWidth / 2);
  };
  frame.addEventListener('focusin', (event) => {
    const item = event.target.closest('.item');
    if (item) {
      current = Number(item.dataset.number);
      show(current);
    }
  });
  frame.addEventListener('mouseover', (event) => {
    const item = event.target.closest('.item');
    if (item) {
      show(Number(item.dataset.number));
    }
  });
  frame.addEventListener('wheel', (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
    }
  });
  const keys = {
    ArrowRight: () => focus(current + 1),
    ArrowLeft: () => focus(current - 1),
    Home: () => focus(0),
    End: () => focus(model.items.length - 1),
    '+': () => zoomBy(ZOOM_STEP),
    '-': () => zoomBy(1 / ZOOM_STEP),
    0: () => zoomBy(1 / zoom),
  };
  frame.addEventListener('keydown', (event) => {
    if (keys[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      keys[event.key]();
      focus(current);
    }
  });
  panByDragging(frame);

  const timed = el('input', { type: 'checkbox' });
  timed.addEventListener('change', () => {
    byTime = timed.checked;
    draw(0);
  });
  const button = (text, label, action) =>
    el('button', { type: 'button', 'aria-label': label, title: label, onclick: action }, text);
  const controls = el(
    'div',
    { class: 'controls' },
    button('−', 'Zoom out', () => zoomBy(1 / ZOOM_STEP)),
    button('+', 'Zoom in', () => zoomBy(ZOOM_STEP)),
    button('1:1', 'Usual size', () => zoomBy(1 / zoom)),
    el('label', null, timed, ' to scale of time')
  );
  // Drawn again once it has its place, so that it fills it.
  requestAnimationFrame(() => draw(0));
  draw(0);
  const omitted = model.omitted
    ? el('p', { class: 'muted' }, `${plural(model.omitted, 'more event')} came after these and are not kept.`)
    : null;
  return el('figure', { class: 'timeline' }, controls, frame, panel, omitted, eventTable(model));
}

/** All relays of a case. */
function timelines(details) {
  const relays = details.observation?.trace?.relays ?? [];
  const shown = relays.filter((relay) => relay.events.length > 0);
  if (shown.length === 0) {
    return el('p', { class: 'muted' }, 'Nothing passed through the relay.');
  }
  const legend = el(
    'p',
    { class: 'legend muted' },
    'Each block is a segment or datagram: its offset and length are below it. ',
    el('span', { class: 'cut' }, '✂'),
    ' a cut · ',
    el('span', { class: 'recv' }, 'recv'),
    ' what was read when the kernel’s receive queue was empty again · ✕ lost',
    shown.some((relay) => relay.events.some((event) => event.kind === 'filtered'))
      ? ' · not taken: the kernel keeps it from the program, whose socket is connected to another address'
      : ''
  );
  return [
    legend,
    shown.map((relay) => [
      shown.length > 1 ? el('h3', null, `Server ${relay.name}`) : null,
      timeline(relay, details),
    ]),
  ];
}
