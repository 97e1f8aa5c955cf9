// The head of the page: what was run, and the filters.

function verdictWords() {
  const words = { pass: 'As expected', fail: 'Failures', inconclusive: 'Without a verdict' };
  return words[INDEX.verdict] ?? INDEX.verdict;
}

function pageHead() {
  const rows = INDEX.kind === 'check' ? 'finding' : 'scenario';
  const facts = [
    plural(INDEX.subjects.length, 'subject'),
    plural(INDEX.scenarios.length, rows),
    INDEX.kind === 'check' ? null : plural(CASES.length, 'case'),
    `seed ${INDEX.seed}`,
    INDEX.tool,
    INDEX.interrupted ? 'interrupted' : null,
  ].filter(Boolean);
  return el(
    'header',
    { class: 'head' },
    el('a', { class: 'skip', href: '#main', onclick: skipToMain }, 'Skip to the results'),
    el('div', { class: 'brand' }, 'Sockproof'),
    el('span', { class: `verdict ${INDEX.verdict}` }, verdictWords()),
    el('ul', { class: 'facts' }, facts.map((fact) => el('li', null, fact)))
  );
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function statusButton(status, i, counts, state, change) {
  const on = state.statuses.includes(i);
  const toggle = () =>
    change({
      ...state,
      statuses: on ? state.statuses.filter((other) => other !== i) : [...state.statuses, i],
    });
  return el(
    'button',
    {
      type: 'button',
      class: `toggle${on ? ' on' : ''}`,
      'aria-pressed': String(on),
      disabled: counts[i] === 0 && !on,
      onclick: toggle,
      'data-status': status.word,
    },
    el('span', { class: `letter s${i}`, 'aria-hidden': 'true' }, status.letter),
    `${status.name} `,
    el('b', null, grouped(counts[i]))
  );
}

function searchField(label, value, apply) {
  return el(
    'label',
    { class: 'field' },
    el('span', null, label),
    el('input', {
      type: 'search',
      value,
      spellcheck: 'false',
      oninput: (event) => apply(event.target.value),
    })
  );
}

/** The filters; `change` gets the state that was asked for. */
function filterBar(change) {
  const rows = INDEX.kind === 'check' ? 'Finding' : 'Scenario';
  const buttons = el('div', { class: 'toggles', role: 'group', 'aria-label': 'Show cases that are' });
  const state = readState();
  const text = searchField(rows, state.text, (value) => change({ ...readState(), text: value }));
  const subject = searchField('Subject', state.subject, (value) =>
    change({ ...readState(), subject: value })
  );
  const live = el('p', { class: 'live muted', role: 'status' });
  const bar = el('form', { class: 'filters', role: 'search' }, buttons, text, subject, live);
  bar.addEventListener('submit', (event) => event.preventDefault());

  const update = (now, shown) => {
    const counts = STATUSES.map(() => 0);
    filtered({ ...now, statuses: [] }).forEach((one) => counts[one.status]++);
    const focused = document.activeElement?.dataset?.status;
    buttons.replaceChildren(
      ...STATUSES.map((status, i) => statusButton(status, i, counts, now, change)).reverse()
    );
    if (focused) {
      buttons.querySelector(`[data-status="${focused}"]`)?.focus();
    }
    const all = shown === CASES.length;
    live.textContent = all ? '' : `${plural(shown, 'case')} of ${grouped(CASES.length)} shown`;
  };
  return { bar, update, text, subject };
}
