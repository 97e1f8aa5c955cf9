// The matrix: scenarios (or findings) down, subjects across; each cell is the worst of its cases.

const WIDE_SUBJECTS = 6;
const MANY_SUBJECTS = 30;

/** How many characters of a subject's name stand on end above its column. */
const LONGEST_NAME = 54;

/** A matrix with more cells than these is filled as it is scrolled. */
const CELLS_AT_ONCE = 4000;
const ROWS_AT_ONCE = 50;

function folderOf(row) {
  if (INDEX.kind === 'check') {
    return 'Findings';
  }
  const id = INDEX.scenarios[row].id;
  const slash = id.lastIndexOf('/');
  return slash < 0 ? 'scenarios' : id.slice(0, slash);
}

function nameOf(row) {
  const id = INDEX.scenarios[row].id;
  return INDEX.kind === 'check' ? id : id.slice(id.lastIndexOf('/') + 1);
}

/** The cells by row, then by subject; each has its cases and the worst status of them. */
function cellsOf(cases) {
  const rows = new Map();
  for (const one of cases) {
    let row = rows.get(one.row);
    if (!row) {
      rows.set(one.row, (row = new Map()));
    }
    const cell = row.get(one.subject);
    if (cell) {
      cell.cases.push(one);
      cell.worst = Math.max(cell.worst, one.status);
    } else {
      row.set(one.subject, { cases: [one], worst: one.status });
    }
  }
  return rows;
}

function groupsOf(rows) {
  const groups = new Map();
  for (const row of [...rows.keys()].sort((a, b) => a - b)) {
    const folder = folderOf(row);
    groups.set(folder, [...(groups.get(folder) ?? []), row]);
  }
  return groups;
}

/** A long name without its middle: names differ at their ends, and begin with what they are of. */
function shortened(name) {
  const shown = [...name];
  const [start, end] = [Math.ceil(LONGEST_NAME / 3), Math.floor((LONGEST_NAME * 2) / 3)];
  return shown.length <= LONGEST_NAME
    ? name
    : `${shown.slice(0, start).join('')}…${shown.slice(-end).join('')}`;
}

function headRow(subjects, dense) {
  const rows = INDEX.kind === 'check' ? 'Finding' : 'Scenario';
  return el(
    'thead',
    null,
    el(
      'tr',
      null,
      el('th', { scope: 'col', class: 'corner' }, rows),
      subjects.map((subject) =>
        el(
          'th',
          { scope: 'col', title: INDEX.subjects[subject] },
          el('span', null, dense ? shortened(INDEX.subjects[subject]) : INDEX.subjects[subject])
        )
      ),
      el('td', { class: 'rest', 'aria-hidden': 'true' })
    )
  );
}

function cellOf(cell, wide) {
  const td = document.createElement('td');
  if (!cell) {
    td.className = 'none';
    return td;
  }
  td.className = `c s${cell.worst}`;
  td.textContent = STATUSES[cell.worst].letter;
  if (wide && cell.cases.length > 1) {
    const bad = cell.cases.filter((one) => one.status === cell.worst).length;
    const count = bad === cell.cases.length ? `${bad}` : `${bad} of ${cell.cases.length}`;
    td.append(el('small', null, count));
  }
  return td;
}

function cellWords(row, subject, cell) {
  const bad = cell.cases.filter((one) => one.status === cell.worst).length;
  const several = cell.cases.length > 1 ? `, ${bad} of ${plural(cell.cases.length, 'case')}` : '';
  return `${STATUSES[cell.worst].name}${several}: ${INDEX.scenarios[row].id}, ${INDEX.subjects[subject]}`;
}

function folderRow(folder, rows, cells, columns) {
  const bad = rows.filter((row) => [...cells.get(row).values()].some((cell) => cell.worst >= 4));
  const count = ` ${rows.length}${bad.length ? `, ${bad.length} not as expected` : ''}`;
  return el(
    'tr',
    { class: 'folder' },
    el('th', { scope: 'rowgroup', colspan: columns + 2 }, el('span', null, folder, el('small', null, count)))
  );
}

/** A row with its name; its cells come when it is near what can be seen. */
function emptyRow(row, columns, wide) {
  const tr = document.createElement('tr');
  tr.dataset.row = row;
  const title = INDEX.scenarios[row].title;
  tr.append(
    el('th', { scope: 'row', title }, nameOf(row)),
    el('td', { class: 'rest', colspan: columns + 1, 'aria-hidden': 'true' }, wide ? title : '')
  );
  return tr;
}

/** Fills rows: the first ones at once, the others as they come near. */
function rowFiller(cells, subjects, wide) {
  const fill = (tr) => {
    const rest = tr.lastChild;
    if (rest.colSpan === subjects.length + 1) {
      const row = cells.get(Number(tr.dataset.row));
      rest.colSpan = 1;
      rest.before(...subjects.map((subject) => cellOf(row.get(subject), wide)));
    }
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        fill(entry.target);
        near.unobserve(entry.target);
      }
    },
    { rootMargin: '800px' }
  );
  const start = (rows) => {
    const atOnce = Math.max(ROWS_AT_ONCE, Math.floor(CELLS_AT_ONCE / subjects.length));
    rows.slice(0, atOnce).forEach(fill);
    rows.slice(atOnce).forEach((tr) => near.observe(tr));
  };
  return { fill, start };
}

/** The table; `open` gets the cases of a cell that was chosen. */
function matrix(cases, open) {
  const cells = cellsOf(cases);
  const used = new Set(cases.map((one) => one.subject));
  const subjects = INDEX.subjects.map((name, i) => i).filter((i) => used.has(i));
  const wide = subjects.length <= WIDE_SUBJECTS;
  const size = wide ? 'wide' : subjects.length > MANY_SUBJECTS ? 'dense many' : 'dense';
  const table = el(
    'table',
    { class: `matrix ${size}`, role: 'grid', 'aria-label': 'Results' },
    headRow(subjects, !wide)
  );
  const filler = rowFiller(cells, subjects, wide);
  const all = [];
  for (const [folder, rows] of groupsOf(cells)) {
    const body = el('tbody', null, folderRow(folder, rows, cells, subjects.length));
    for (const row of rows) {
      all.push(emptyRow(row, subjects.length, wide));
      body.append(all[all.length - 1]);
    }
    table.append(body);
  }
  filler.start(all);
  const find = (td) => {
    const row = Number(td.parentElement.dataset.row);
    const subject = subjects[td.cellIndex - 1];
    return { row, subject, cell: cells.get(row)?.get(subject) };
  };
  gridKeys(table, all, filler.fill, find, open);
  return { table, fill: filler.fill };
}

/** One cell can be reached by Tab; the arrow keys go from cell to cell. */
function gridKeys(table, rows, fill, find, open) {
  const all = (tr) => [...tr.cells].filter((td) => td.classList.contains('c'));
  let current = table.querySelector('td.c');
  current?.setAttribute('tabindex', '0');

  const describe = (td) => {
    const { row, subject, cell } = find(td);
    td.title = cellWords(row, subject, cell);
    td.setAttribute('aria-label', td.title);
  };
  const go = (td) => {
    current?.setAttribute('tabindex', '-1');
    current = td;
    td.setAttribute('tabindex', '0');
    describe(td);
    td.focus();
  };
  const vertical = (from, step) => {
    for (let i = rows.indexOf(from.parentElement) + step; i >= 0 && i < rows.length; i += step) {
      fill(rows[i]);
      const td = rows[i].cells[from.cellIndex];
      if (td.classList.contains('c')) {
        return td;
      }
    }
    return null;
  };
  const target = (td, key) => {
    const row = all(td.parentElement);
    const at = row.indexOf(td);
    switch (key) {
      case 'ArrowRight':
        return row[at + 1];
      case 'ArrowLeft':
        return row[at - 1];
      case 'ArrowDown':
        return vertical(td, 1);
      case 'ArrowUp':
        return vertical(td, -1);
      case 'Home':
        return row[0];
      case 'End':
        return row[row.length - 1];
      default:
        return null;
    }
  };
  table.addEventListener('focusin', (event) => {
    if (event.target.classList.contains('c')) {
      describe(event.target);
    }
  });
  table.addEventListener('mouseover', (event) => {
    const td = event.target.closest('td.c');
    if (td) {
      describe(td);
    }
  });
  table.addEventListener('click', (event) => {
    const td = event.target.closest('td.c');
    if (td) {
      open(find(td).cell.cases);
    }
  });
  table.addEventListener('keydown', (event) => {
    const td = event.target.closest('td.c');
    if (!td) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(find(td).cell.cases);
      return;
    }
    const next = target(td, event.key);
    if (next) {
      event.preventDefault();
      go(next);
    }
  });
}
