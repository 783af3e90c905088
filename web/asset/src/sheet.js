// A table of rows that is written like a spreadsheet. Without this script each row has a form of its own, and both
// save the same way: one row at a time, on the revision that was shown.
import { parse, read, wrong } from './cells.js';

const most = 5000; // lines of one paste
const table = document.getElementById('sheet');
const said = document.getElementById('sheet-said');
const say = (text) => { said.textContent = text; };

const heads = [...table.querySelectorAll('thead th[data-field]')].map((th) => ({
  ...th.dataset, choices: th.dataset.choices ? JSON.parse(th.dataset.choices) : [],
}));
const rows = [...table.querySelectorAll('tbody tr')].map((tr) => ({
  tr, id: tr.dataset.row, revision: tr.dataset.revision, head: tr.querySelector('th'), said: tr.querySelector('td[data-said]'),
  cells: [], key: '', timer: 0,
}));
let here = null; // the cell that has the focus of the table
let undo = []; // what was typed and not saved, step by step

class Cell {
  constructor(row, col, td) {
    Object.assign(this, { row, col, td, head: heads[col], saved: td.dataset.raw, typed: td.dataset.raw, editor: null });
    this.text = td.querySelector('span');
    td.setAttribute('role', 'gridcell');
    td.tabIndex = -1;
  }

  get dirty() { return this.typed !== this.saved; }

  get name() { return `${this.row.head.textContent.trim()}, ${this.head.title}`; }

  shown() {
    const choice = this.head.choices.find((c) => c.value === this.typed);
    return choice ? choice.title : this.typed;
  }

  // show writes the cell as it is typed, with what is wrong with it in words.
  show(why = wrong(this.head, this.typed)) {
    this.text.textContent = this.shown();
    this.td.classList.toggle('dirty', this.dirty);
    this.td.querySelectorAll('.mine').forEach((old) => old.remove());
    this.td.toggleAttribute('aria-invalid', false);
    if (!this.dirty || !why) return;
    this.td.setAttribute('aria-invalid', 'true');
    this.tell(why);
  }

  tell(text) {
    const mark = document.createElement('b');
    mark.className = 'mark found mine';
    mark.textContent = text;
    this.td.append(mark);
  }

  focus() {
    if (here) here.td.tabIndex = -1;
    here = this;
    this.td.tabIndex = 0;
    this.td.focus();
  }

  // open puts a control into the cell. What is begun by typing replaces the value, what is begun by F2 mends it.
  open(keep) {
    if (this.editor) return;
    const kind = this.head.choices.length ? 'select' : this.head.type === 'text' ? 'textarea' : 'input';
    const e = document.createElement(kind);
    this.editor = e;
    e.className = 'cellin';
    e.setAttribute('aria-label', this.name);
    if (kind === 'select') {
      e.append(new Option('고르지 않음', ''), ...this.head.choices.map((c) => new Option(c.title, c.value)));
      e.value = this.typed;
    } else if (keep) e.value = this.typed;
    this.text.hidden = true;
    this.td.prepend(e);
    e.focus();
    e.addEventListener('blur', () => this.close(true));
    e.addEventListener('keydown', (key) => this.inside(key));
  }

  inside(e) {
    if (e.isComposing) return;
    if (e.key === 'Escape') {
      e.preventDefault();
      this.close(false);
      this.focus();
    } else if (e.key === 'Enter' && !e.shiftKey && !e.altKey) {
      e.preventDefault();
      this.close(true);
      (at(this.row, 1, this.col) ?? this).focus();
    } else if (e.key === 'Tab') {
      this.close(true);
      step(this, e);
    }
    e.stopPropagation();
  }

  close(take) {
    const e = this.editor;
    if (!e) return;
    this.editor = null;
    const value = read(this.head, e.value);
    e.remove();
    this.text.hidden = false;
    if (take) change([[this, value]]);
  }
}

// at is the cell of a column some rows further on.
function at(row, by, col) { return rows[rows.indexOf(row) + by]?.cells[col]; }

// step goes to the next cell with Tab; beyond the last one the browser goes on by itself.
function step(cell, e) {
  const all = rows.flatMap((r) => r.cells);
  const next = all[all.indexOf(cell) + (e.shiftKey ? -1 : 1)];
  if (!next) return;
  e.preventDefault();
  next.focus();
}

// change takes typed values over, as one step that can be undone.
function change(pairs, remember = true) {
  const done = pairs.filter(([cell, value]) => cell.typed !== value).map(([cell, value]) => {
    const before = cell.typed;
    cell.typed = value;
    cell.row.key = '';
    cell.show();
    return { cell, before };
  });
  if (remember && done.length) undo.push(done);
  for (const row of new Set(done.map((d) => d.cell.row))) ask(row);
  return done.length;
}

function form(row) {
  const body = new URLSearchParams({ row: row.id, revision: row.revision, task: table.dataset.task });
  for (const c of row.cells) if (c.dirty) body.set(`f.${c.head.field}`, c.typed);
  return body;
}

// ask lets the server check a row a moment after it was typed, without keeping anything.
function ask(row) {
  clearTimeout(row.timer);
  row.timer = setTimeout(async () => {
    if (!row.cells.some((c) => c.dirty)) return;
    const sent = String(form(row));
    const { answer, ok } = await post('check', form(row));
    if (!ok || sent !== String(form(row))) return;
    for (const why of answer.reasons ?? []) place(row, why.field, why.text);
    show(row, answer.findings);
  }, 400);
}

function place(row, field, text) {
  const cell = row.cells.find((c) => c.head.field === field);
  if (cell) cell.show(text);
  else say(text);
}

// show lays the findings of a row at its end: those at its cells are of what was saved before.
function show(row, findings) {
  row.tr.querySelectorAll('.found:not(.mine)').forEach((old) => old.remove());
  row.said.replaceChildren(...findings.flatMap((f) => [f.message, document.createElement('br')]));
}

async function post(what, body) {
  try {
    const r = await fetch(`${table.dataset.at}/${what}`, { method: 'POST', body, redirect: 'manual' });
    const json = (r.headers.get('Content-Type') ?? '').startsWith('application/json');
    return { status: r.status, ok: r.ok && json, answer: json ? await r.json() : { findings: [] } };
  } catch {
    return { status: 0, ok: false, answer: { findings: [] } };
  }
}

let saving = false;
async function save() {
  if (here?.editor) here.close(true);
  const dirty = rows.filter((r) => r.cells.some((c) => c.dirty));
  if (saving || !dirty.length) {
    if (!saving) say('저장할 것이 없습니다.');
    return;
  }
  saving = true;
  let kept = 0;
  const not = [];
  for (const row of dirty) {
    const why = await saveRow(row);
    if (why) not.push(`${row.head.textContent.trim()}: ${why}`);
    else kept += 1;
  }
  saving = false;
  say(not.length ? `${kept}행을 저장했습니다. ${not.length}행은 저장하지 못했습니다. ${not.join(' ')}` : `${kept}행을 저장했습니다.`);
}

// saveRow saves what was typed in a row and gives in words why it could not; under one key it is saved once.
async function saveRow(row) {
  row.key ||= crypto.randomUUID();
  const body = form(row);
  body.set('key', row.key);
  const sent = row.cells.map((c) => c.typed);
  const { status, ok, answer } = await post('cells', body);
  if (ok) {
    take(row, answer, sent);
    undo = undo.map((s) => s.filter((d) => d.cell.row !== row)).filter((s) => s.length);
    show(row, answer.findings);
    return '';
  }
  if (status === 401) return '로그인이 끝났습니다. 새 창에서 로그인한 뒤 다시 저장하십시오. 적은 것은 그대로 있습니다.';
  if (status === 0) return '서버에 닿지 않습니다. 잠시 뒤 다시 저장하십시오. 적은 것은 그대로 있습니다.';
  if (!answer.again) row.key = '';
  if (answer.stale) return conflict(row, answer);
  for (const why of answer.reasons ?? []) place(row, why.field, why.text);
  return answer.detail || '저장하지 못했습니다. 적은 것은 그대로 있습니다.';
}

// take lays what stands there now under what was typed meanwhile.
function take(row, answer, sent) {
  row.revision = answer.revision;
  row.key = '';
  for (const v of answer.values ?? []) {
    const i = row.cells.findIndex((c) => c.head.field === v.field);
    const cell = row.cells[i];
    const since = cell.typed !== sent[i];
    cell.saved = v.raw;
    if (!since) cell.typed = v.raw;
    cell.show();
  }
}

// conflict shows the value that somebody else saved beside the one that was typed; saved again, what was typed stands.
function conflict(row, answer) {
  row.revision = answer.revision;
  for (const v of answer.values ?? []) {
    const cell = row.cells.find((c) => c.head.field === v.field);
    const [mine, was] = [cell.typed, cell.saved];
    cell.saved = v.raw;
    if (mine === was) cell.typed = v.raw;
    cell.show(cell.dirty && was !== v.raw ? `그사이 저장된 값: ${v.text || '없음'}` : undefined);
  }
  return `${answer.detail} 표시한 칸을 확인하고 다시 저장하면 적은 값이 들어갑니다.`;
}

function back() {
  const last = undo.pop();
  if (!last) {
    say('되돌릴 것이 없습니다.');
    return;
  }
  change(last.map((d) => [d.cell, d.before]), false);
  last[0].cell.focus();
  say(`${last.length}칸을 되돌렸습니다.`);
}

// paste lays a block of a sheet from this cell on. What finds no cell is kept where it can be copied again.
function paste(cell, text) {
  const block = parse(text);
  if (block.length > most) {
    keep(`한 번에 ${most.toLocaleString('ko')}줄까지 붙여 넣을 수 있습니다. 붙여 넣은 것은 ${block.length.toLocaleString('ko')}줄입니다. ` +
      '나누어 붙여 넣으십시오. 표는 그대로이고, 내용은 아래에 있습니다.', text);
    return;
  }
  const pairs = [];
  const left = [];
  block.forEach((line, y) => {
    const over = line.filter((value, x) => {
      const into = at(cell.row, y, cell.col + x);
      if (into) pairs.push([into, read(into.head, value)]);
      return !into;
    });
    if (over.length) left.push(over.join('\t'));
  });
  const n = change(pairs);
  if (left.length) keep(`표의 칸이 모자라 ${left.length}줄의 내용을 넣지 못했습니다. 넣지 못한 내용은 아래에 있습니다.`, left.join('\n'));
  const bad = pairs.filter(([c]) => wrong(c.head, c.typed)).length;
  say(`${n}칸이 바뀌었습니다.${bad ? ` 고쳐야 할 칸이 ${bad}칸 있습니다.` : ''}${left.length ? ' 넣지 못한 내용이 있습니다.' : ''}`);
}

function keep(why, text) {
  document.getElementById('sheet-why').textContent = why;
  document.getElementById('sheet-kept').value = text;
  document.getElementById('sheet-left').hidden = false;
  say(why);
}

const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function key(e) {
  const cell = cellOf(e.target);
  if (!cell || cell.editor) return;
  const ctrl = e.ctrlKey || e.metaKey;
  if (moves[e.key] && !ctrl) {
    const [y, x] = moves[e.key];
    e.preventDefault();
    (at(cell.row, y, cell.col + x) ?? cell).focus();
  } else if (e.key === 'Home' || e.key === 'End') {
    e.preventDefault();
    const row = ctrl ? rows.at(e.key === 'Home' ? 0 : -1) : cell.row;
    row.cells.at(e.key === 'Home' ? 0 : -1).focus();
  } else if (e.key === 'Tab') step(cell, e);
  else if (e.key === 'Escape') document.getElementById('sheet-save').focus();
  else if (e.key === 'Enter' || e.key === 'F2') {
    e.preventDefault();
    cell.open(true);
  } else if (e.key === 'Delete' || e.key === 'Backspace') {
    e.preventDefault();
    change([[cell, '']]);
  } else if (ctrl && e.key.toLowerCase() === 'z') {
    e.preventDefault();
    back();
  } else if (!ctrl && !e.altKey && (e.key.length === 1 || e.key === 'Process')) cell.open(false); // a Hangul key is one too
}

function cellOf(node) {
  const td = node.closest?.('#sheet td[data-field]');
  return td && rows.find((r) => r.tr === td.parentElement).cells.find((c) => c.td === td);
}

table.setAttribute('role', 'grid');
table.querySelectorAll('tr').forEach((tr) => tr.setAttribute('role', 'row'));
table.querySelectorAll('thead th').forEach((th) => th.setAttribute('role', 'columnheader'));
for (const row of rows) {
  row.head.setAttribute('role', 'rowheader');
  row.said.setAttribute('role', 'gridcell');
  row.cells = [...row.tr.querySelectorAll('td[data-field]')].map((td, col) => new Cell(row, col, td));
}
rows[0].cells[0].td.tabIndex = 0;
here = rows[0].cells[0];
document.getElementById('sheet-bar').hidden = false;
table.setAttribute('aria-describedby', 'sheet-help');
table.addEventListener('keydown', key);
table.addEventListener('mousedown', (e) => {
  const cell = cellOf(e.target);
  if (cell && !cell.editor && !e.target.closest('a')) {
    e.preventDefault();
    cell.focus();
  }
});
table.addEventListener('dblclick', (e) => cellOf(e.target)?.open(true));
table.addEventListener('paste', (e) => {
  const cell = cellOf(e.target);
  if (!cell || cell.editor) return;
  e.preventDefault();
  paste(cell, e.clipboardData.getData('text/plain'));
});
table.addEventListener('copy', (e) => {
  const cell = cellOf(e.target);
  if (!cell || cell.editor) return;
  e.preventDefault();
  e.clipboardData.setData('text/plain', cell.typed);
});
document.getElementById('sheet-save').addEventListener('click', save);
document.getElementById('sheet-undo').addEventListener('click', back);
addEventListener('keydown', (e) => {
  if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== 's') return;
  e.preventDefault();
  save();
});
addEventListener('beforeunload', (e) => { if (rows.some((r) => r.cells.some((c) => c.dirty))) e.preventDefault(); });
