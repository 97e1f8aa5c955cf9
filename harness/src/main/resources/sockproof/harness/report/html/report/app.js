// Shows the matrix or a case, as the URL says.

const main = el('main', { id: 'main', tabindex: -1 });

function change(state) {
  history.replaceState(null, '', hashOf(state));
  show(false);
}

const filters = filterBar(change);

function openCases(cases) {
  const worst = cases.reduce((a, b) => (b.status > a.status ? b : a));
  location.hash = hashOfCase(readState(), worst);
}

function notFound(state) {
  return el(
    'p',
    { class: 'note' },
    `There is no case ${state.case}${state.of === null ? '' : ` of ${state.of}`} in this report. `,
    el('a', { href: hashOfMatrix(state) }, 'All results')
  );
}

let shownMatrix = null;
let shows = 0;

async function show(moved) {
  const state = readState();
  const turn = ++shows;
  const cases = filtered(state);
  filters.update(state, cases.length);
  filters.bar.hidden = state.case !== null;
  if (state.case !== null) {
    const one = openedCase(state);
    const page = one ? await casePage(state, one) : notFound(state);
    if (turn === shows) {
      main.replaceChildren(page);
      document.title = `${state.case} – Sockproof report`;
      scrollTo(0, 0);
      page.querySelector('h1')?.focus();
    }
    return;
  }
  const { table, fill } =
    cases.length > 0
      ? matrix(cases, openCases)
      : { table: el('p', { class: 'note' }, 'No case is left by the filters.') };
  const heading = el('h1', { class: 'hidden', tabindex: -1 }, 'Results');
  main.replaceChildren(heading, el('div', { class: 'scroll' }, table));
  document.title = 'Sockproof report';
  if (moved) {
    returnTo(shownMatrix, fill);
  }
}

/** Back from a case: the cell that was open has the focus again. */
function returnTo(id, fill) {
  if (id === null) {
    return;
  }
  const one = CASES.find((other) => other.number === id);
  const tr = main.querySelector(`tr[data-row="${one?.row}"]`);
  if (tr) {
    fill(tr);
    const subjects = [...main.querySelectorAll('thead th[title]')].map((th) => th.title);
    const td = tr.cells[subjects.indexOf(INDEX.subjects[one.subject]) + 1];
    td?.setAttribute('tabindex', '0');
    td?.focus();
  }
}

addEventListener('hashchange', (event) => {
  const before = new URLSearchParams(new URL(event.oldURL).hash.slice(1));
  if (before.has('case')) {
    const state = readState();
    shownMatrix =
      openedCase({ ...state, case: before.get('case'), of: before.get('of'), turn: Number(before.get('turn') ?? 1) })
        ?.number ?? null;
  }
  show(true);
});

addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, textarea, select');
  if (typing || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === '/') {
    const field = filters.text.querySelector('input');
    if (!filters.bar.hidden) {
      event.preventDefault();
      field.focus();
    }
  } else if (event.key === 'j' || event.key === 'k') {
    main.querySelector(`a[rel="${event.key === 'j' ? 'next' : 'prev'}"]`)?.click();
  } else if (event.key === 'Escape' && readState().case !== null) {
    location.hash = hashOfMatrix(readState());
  }
});

document.getElementById('app').append(pageHead(), filters.bar, main);
show(false).then(() => {
  // For whoever measures: what was asked for has been painted.
  requestAnimationFrame(() => setTimeout(() => performance.mark('shown')));
});
