// What is in the page: an index of all cases, and their details in compressed chunks.

/** The statuses, from best to worst, as the results number them. */
const STATUSES = [
  { word: 'passed', letter: 'P', name: 'Passed' },
  { word: 'known', letter: 'K', name: 'Known' },
  { word: 'warned', letter: 'W', name: 'Warning' },
  { word: 'skipped', letter: 'S', name: 'Skipped' },
  { word: 'inconclusive', letter: 'U', name: 'Unclear' },
  { word: 'failed', letter: 'F', name: 'Failed' },
];

const INDEX = JSON.parse(document.getElementById('index').textContent);

/** All cases: their row, subject, status, the values in brackets, and how often it ran before. */
const CASES = (() => {
  const seen = new Map();
  return INDEX.cases.map(([row, subject, status, values, millis], number) => {
    const key = `${row} ${subject} ${values}`;
    const turn = (seen.get(key) ?? 0) + 1;
    seen.set(key, turn);
    return { number, row, subject, status, values, millis, turn };
  });
})();

function caseId(one) {
  return INDEX.scenarios[one.row].id + one.values;
}

/** Waits until the whole page is there, which a big one is a moment after the matrix. */
async function wholePage() {
  if (document.readyState === 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
  }
}

async function inflate(id) {
  await wholePage();
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) =>
    c.charCodeAt(0)
  );
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

let openChunk = { number: -1, details: null };

/** The details of a case. */
async function detailsOf(one) {
  const number = Math.floor(one.number / INDEX.chunk);
  if (openChunk.number !== number) {
    openChunk = { number, details: await inflate(`details-${number}`) };
  }
  return openChunk.details[one.number % INDEX.chunk];
}
