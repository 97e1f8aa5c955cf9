// Marks where two texts differ.

const MAX_TABLE = 1_000_000;

/**
 * What two lists have in common, as pairs of indexes: their beginnings and ends, and between those the longest
 * common subsequence, unless that costs too much.
 */
function commonPairs(a, b) {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  const between = longestCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [
    ...Array.from({ length: start }, (_, i) => [i, i]),
    ...between.map(([i, j]) => [i + start, j + start]),
    ...Array.from({ length: end }, (_, i) => [a.length - end + i, b.length - end + i]),
  ];
}

/** The longest common subsequence, as pairs of indexes; none where it costs too much. */
function longestCommon(a, b) {
  if (a.length * b.length > MAX_TABLE) {
    return [];
  }
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j]
          ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      pairs.push([i++, j++]);
    } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}

/** The parts of both texts: each [text, whether the other has it, too]. */
function diffParts(a, b) {
  const left = [...a];
  const right = [...b];
  const pairs = commonPairs(left, right);
  // A few equal letters by chance are no likeness.
  const alike = pairs.length * 2 >= Math.min(left.length, right.length);
  const inLeft = new Set(alike ? pairs.map((pair) => pair[0]) : []);
  const inRight = new Set(alike ? pairs.map((pair) => pair[1]) : []);
  return [runs(left, inLeft), runs(right, inRight)];
}

function runs(characters, common) {
  const parts = [];
  characters.forEach((character, i) => {
    const same = common.has(i);
    if (parts.length > 0 && parts[parts.length - 1][1] === same) {
      parts[parts.length - 1][0] += character;
    } else {
      parts.push([character, same]);
    }
  });
  return parts;
}

/** Lines beside each other: [left or null, right or null]. Equal lines are in one row. */
function lineRows(left, right) {
  const rows = [];
  let i = 0;
  let j = 0;
  const upTo = (toI, toJ) => {
    while (i < toI || j < toJ) {
      rows.push([i < toI ? left[i++] : null, j < toJ ? right[j++] : null]);
    }
  };
  for (const [atI, atJ] of commonPairs(left, right)) {
    upTo(atI, atJ);
    rows.push([left[i++], right[j++]]);
  }
  upTo(left.length, right.length);
  return rows;
}

function markedLine(parts, tag) {
  return parts.map(([text, same]) =>
    same ? shownLine(text) : el(tag, { class: 'differs' }, shownLine(text))
  );
}

function shownLine(text) {
  return [...text].map((character) => shownCharacter(character)).join('');
}

function shownLines(text) {
  return text.split('\n').map(shownLine).join('\n');
}

function lineCell(parts, tag) {
  return el('td', null, parts ? markedLine(parts, tag) : el('span', { class: 'muted' }, '—'));
}

function lineRow(left, right, marked) {
  const [a, b] =
    left !== null && right !== null && marked
      ? diffParts(left, right)
      : [left === null ? null : [[left, !marked]], right === null ? null : [[right, !marked]]];
  const name = left === right || !marked ? 'same' : 'changed';
  return el('tr', { class: name }, lineCell(a, 'del'), lineCell(b, 'ins'));
}

/**
 * A table of two columns: the verdict in words, if there are any, and the lines that were compared. Differences
 * are marked unless they do not matter: a program may print more around a reply than the reply.
 */
function comparison(words, lines, marked) {
  const table = el(
    'table',
    { class: 'comparison' },
    el('thead', null, el('tr', null, el('th', { scope: 'col' }, 'Expected'), el('th', { scope: 'col' }, 'Observed')))
  );
  const body = el('tbody');
  if (words) {
    body.append(el('tr', { class: 'words' }, words.map((word) => el('td', null, word))));
  }
  for (const [left, right] of lineRows(lines.expected, lines.observed)) {
    body.append(lineRow(left, right, marked));
  }
  table.append(body);
  return table;
}
