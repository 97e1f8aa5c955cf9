// What is shown stands in the URL, so that it can be kept, sent and gone back to.

/** Reads the URL: the filters, and the case that is open. */
function readState() {
  const query = new URLSearchParams(location.hash.slice(1));
  const letters = query.get('status') ?? '';
  return {
    text: query.get('q') ?? '',
    subject: query.get('subject') ?? '',
    statuses: STATUSES.map((status, i) => i).filter((i) => letters.includes(STATUSES[i].letter)),
    case: query.get('case'),
    of: query.get('of'),
    turn: Number(query.get('turn') ?? 1),
  };
}

function hashOf(state) {
  const query = new URLSearchParams();
  const put = (name, value) => value && query.set(name, value);
  put('q', state.text);
  put('subject', state.subject);
  put('status', state.statuses.map((i) => STATUSES[i].letter).join(''));
  if (state.case !== null) {
    query.set('case', state.case);
    query.set('of', state.of);
    put('turn', state.turn > 1 ? state.turn : '');
  }
  return '#' + query;
}

function hashOfCase(state, one) {
  return hashOf({ ...state, case: caseId(one), of: INDEX.subjects[one.subject], turn: one.turn });
}

function hashOfMatrix(state) {
  return hashOf({ ...state, case: null, of: null });
}

/** The case that the URL names, of the first subject where it names none; or none. */
function openedCase(state) {
  return CASES.find(
    (one) =>
      caseId(one) === state.case &&
      (state.of === null || INDEX.subjects[one.subject] === state.of) &&
      one.turn === state.turn
  );
}

/** The cases that the filters leave. */
function filtered(state) {
  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
  const rowWords = words(state.text);
  const rowFits = INDEX.scenarios.map((row) => {
    const text = `${row.id} ${row.title} ${row.requirement.level} ${row.finds.join(' ')}`.toLowerCase();
    return rowWords.every((word) => text.includes(word));
  });
  const subjectWords = words(state.subject);
  const subjectFits = INDEX.subjects.map((name) =>
    subjectWords.every((word) => name.toLowerCase().includes(word))
  );
  const statusFits = STATUSES.map(
    (status, i) => state.statuses.length === 0 || state.statuses.includes(i)
  );
  return CASES.filter(
    (one) => rowFits[one.row] && subjectFits[one.subject] && statusFits[one.status]
  );
}
