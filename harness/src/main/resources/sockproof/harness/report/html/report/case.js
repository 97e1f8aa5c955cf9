// The page of one case.

function backLinks(state, one) {
  const shown = filtered(state);
  const problems = shown.filter((other) => other.status > 0 && other.status !== 3);
  const list = problems.includes(one) ? problems : shown;
  const at = list.indexOf(one);
  const link = (other, text, key) =>
    other
      ? el('a', { href: hashOfCase(state, other), rel: key === 'k' ? 'prev' : 'next' }, text)
      : el('span', { class: 'muted' }, text);
  return el(
    'nav',
    { class: 'back', 'aria-label': 'Cases' },
    el('a', { href: hashOfMatrix(state) }, '← All results'),
    el(
      'span',
      { class: 'steps' },
      link(list[at - 1], '‹ Previous', 'k'),
      el('span', { class: 'muted' }, at >= 0 ? `${at + 1} of ${list.length}` : ''),
      link(list[at + 1], 'Next ›', 'j')
    )
  );
}

function siblings(state, one) {
  const others = CASES.filter((other) => other.row === one.row && other.subject === one.subject);
  if (others.length < 2) {
    return null;
  }
  return el(
    'nav',
    { class: 'siblings', 'aria-label': 'Other values' },
    others.map((other) =>
      el(
        'a',
        {
          href: hashOfCase(state, other),
          class: `chip${other === one ? ' current' : ''}`,
          'aria-current': other === one ? 'page' : false,
        },
        el('span', { class: `letter s${other.status}` }, STATUSES[other.status].letter),
        other.values.replace(/^\[|\]$/g, '') || `run ${other.turn}`
      )
    )
  );
}

function requirementOf(row) {
  const { level, text, source } = row.requirement;
  return el(
    'figure',
    { class: 'requirement' },
    el('blockquote', null, el('span', { class: `level ${level}` }, level), ' ', text),
    source ? el('figcaption', null, '— ', source) : null
  );
}

function bothSides(details, passed) {
  const observation = details.observation;
  const compare = observation?.comparison;
  const lines = compare && (compare.expected.length > 0 || compare.observed.length > 0);
  const words = details.expected || details.observed;
  if (!lines && !words) {
    return null;
  }
  return comparison(
    words ? [details.expected || '—', details.observed || '—'] : null,
    lines ? compare : { expected: [], observed: [] },
    !passed
  );
}

function printed(details) {
  const observation = details.observation;
  if (!observation) {
    return null;
  }
  const part = (title, text) =>
    el(
      'div',
      null,
      el('h3', null, title),
      text ? el('pre', { tabindex: 0 }, shownLines(text)) : el('p', { class: 'muted' }, 'nothing')
    );
  return section(
    'What it printed',
    el('p', null, 'It ended: ', observation.ending),
    el(
      'div',
      { class: 'printed' },
      part('Standard output', observation.stdout),
      part('Standard error', observation.stderr)
    )
  );
}

function section(title, ...content) {
  return el('section', null, el('h2', null, title), content);
}

function facts(one, details) {
  return [
    details.role,
    details.network,
    details.framing,
    one.millis > 0 ? `${(one.millis / 1000).toFixed(2)} s` : null,
    `seed ${details.seed}`,
  ].filter(Boolean);
}

/** Everything about one case. */
async function casePage(state, one) {
  const row = INDEX.scenarios[one.row];
  const details = await detailsOf(one);
  const faults = (details.faults ?? []).map((fault) => `- ${fault}\n`).join('');
  return el(
    'article',
    { class: 'case' },
    backLinks(state, one),
    el(
      'div',
      { class: 'title' },
      el('span', { class: `badge s${one.status}` }, STATUSES[one.status].name),
      el('h1', { tabindex: -1 }, caseId(one)),
      el('p', { class: 'of' }, INDEX.subjects[one.subject], ' · ', facts(one, details).join(' · '))
    ),
    el('p', { class: 'shows' }, row.title),
    siblings(state, one),
    details.note ? el('p', { class: 'note' }, details.note) : null,
    requirementOf(row),
    bothSides(details, STATUSES[one.status].word === 'passed'),
    details.observation ? section('What happened', timelines(details)) : null,
    el(
      'div',
      { class: 'again' },
      faults ? section('Faults', copyable(`faults:\n${faults}`, 'the faults as YAML')) : null,
      details.replay ? section('Again', copyable(details.replay, 'the command')) : null
    ),
    printed(details)
  );
}
