// What a reader does at the table of a submission, key by key, and what the table answers. A test puts this file into the
// page in place of the server and reads the lines that it writes.
const sent = [];
let mode = 'ok';
const json = (status, answer) => ({
  status, ok: status < 300, headers: new Map([['Content-Type', 'application/json; charset=utf-8']]), json: async () => answer,
});
window.fetch = async (address, { body }) => {
  const form = Object.fromEntries(body);
  sent.push([address.split('/').pop(), form]);
  if (address.endsWith('check')) return json(200, { revision: 0, findings: [{ message: '합계 확인' }] });
  if (mode === 'expired') return { status: 401, ok: false, headers: new Map([['Content-Type', 'text/html']]) };
  if (mode === 'stale') {
    return json(412, {
      revision: 5, stale: true, detail: '다른 사람이 먼저 고쳤습니다.', findings: [],
      values: [{ field: 'goal', raw: '남의 목표', text: '남의 목표' }],
    });
  }
  const values = Object.entries(form).filter(([k]) => k.startsWith('f.')).map(([k, v]) => ({ field: k.slice(2), raw: v, text: v }));
  return json(200, { saved: true, revision: Number(form.revision) + 1, findings: [], values });
};
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const out = [];
const ok = (name, holds, seen) => out.push(holds ? `PASS ${name}` : `FAIL ${name}: ${JSON.stringify(seen)}`);
const at = (row, field) => document.querySelectorAll('#sheet tbody tr')[row].querySelector(`td[data-field="${field}"]`);
const text = (row, field) => at(row, field).querySelector('span').textContent;
const said = () => document.getElementById('sheet-said').textContent;
const here = () => document.activeElement;
const key = (name, more = {}) => here().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
const press = (row, field) => at(row, field).dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
const paste = (block) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', block);
  here().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
};
const write = (value) => { key('F2'); here().value = value; key('Enter'); };
const save = async () => { sent.length = 0; key('s', { ctrlKey: true }); await wait(300); };
const leaves = () => dispatchEvent(new Event('beforeunload', { cancelable: true }));

function keys() {
  press(0, 'change');
  key('ArrowRight');
  ok('an arrow goes to the next cell', here() === at(0, 'goal'));
  key('F2');
  ok('F2 opens it, by name', here().tagName === 'TEXTAREA' && /추진목표/.test(here().getAttribute('aria-label')));
  here().value = '버릴 말';
  key('Escape');
  ok('Escape drops what was typed', text(0, 'goal') === '' && here() === at(0, 'goal'));
  write(`목표 ${'한글'.normalize('NFD')}`);
  ok('Enter takes it, composed, and goes down', text(0, 'goal') === '목표 한글' && here() === at(1, 'goal'), text(0, 'goal'));
  ok('what is not saved is marked', at(0, 'goal').classList.contains('dirty'));
  key('Tab');
  ok('Tab goes on', here() === at(1, 'content'));
  key('Tab', { shiftKey: true });
  ok('and back', here() === at(1, 'goal'));
  key('ArrowUp');
}

function blocks() {
  paste('"둘째 ""말""\n이어서"\t내용\n셋째\t내용2\n');
  ok('a block is laid out, quotes and all', text(0, 'goal') === '둘째 "말"\n이어서' && text(1, 'content') === '내용2', text(0, 'goal'));
  key('z', { ctrlKey: true });
  ok('and taken back in one step', text(0, 'goal') === '목표 한글' && text(1, 'content') === '');
  press(0, 'budget_krw');
  paste('120000000\n△1,500\n백만원쯤');
  ok('figures are read as offices write them', text(0, 'budget_krw') === '120,000,000' && text(1, 'budget_krw') === '-1,500', text(1, 'budget_krw'));
  ok('what is no figure is told at its cell', at(2, 'budget_krw').getAttribute('aria-invalid') === 'true' && /숫자/.test(at(2, 'budget_krw').textContent));
  ok('what was pasted is announced', /3칸이 바뀌었습니다/.test(said()), said());
  press(0, 'change');
  paste('확대');
  ok('a choice is taken by its word', text(0, 'change') === '확대');
  key('Delete');
  ok('what must not be empty is told', text(0, 'change') === '' && /적어야/.test(at(0, 'change').textContent));
  key('z', { ctrlKey: true });
  ok('and comes back', text(0, 'change') === '확대');
  const large = Array(5001).fill('x').join('\n');
  paste(large);
  const kept = document.getElementById('sheet-kept');
  ok('5,001 lines are refused and kept', text(0, 'change') === '확대' && kept.value === large && /5,001줄/.test(said()), said());
  press(6, 'goal');
  paste('하나\n둘');
  ok('what finds no cell is kept', text(6, 'goal') === '하나' && kept.value === '둘');
  press(2, 'budget_krw');
  key('Delete');
}

async function saves() {
  await wait(700);
  ok('the server is asked while one types', sent.some(([what]) => what === 'check'));
  ok('and its findings are shown', /합계 확인/.test(document.querySelector('#sheet tbody td[data-said]').textContent));
  ok('leaving with unsaved cells asks', !leaves());
  await save();
  const cells = sent.filter(([what]) => what === 'cells');
  ok('each row that changed is saved', cells.length === 3 && /3행을 저장/.test(said()), said());
  ok('with what changed in it', cells[0]?.[1]['f.goal'] === '목표 한글' && !('f.content' in cells[0][1]) && cells[0][1].key, cells[0]);
  ok('then leaving asks no more', leaves());
  mode = 'stale';
  press(0, 'goal');
  write('내 목표');
  await save();
  const both = at(0, 'goal').textContent;
  ok('a save in between is shown beside what was typed', text(0, 'goal') === '내 목표' && /저장된 값: 남의 목표/.test(both), both);
  ok('and said', /먼저 고쳤습니다/.test(said()), said());
  mode = 'ok';
  await save();
  ok('once read, it is saved on what stands now', sent.find(([what]) => what === 'cells')[1].revision === '5', sent);
  mode = 'expired';
  press(1, 'goal');
  write('만료');
  await save();
  ok('a session that ended loses nothing', /로그인이 끝났습니다/.test(said()) && text(1, 'goal') === '만료', said());
  key('Escape');
  ok('Escape leaves the table', here().id === 'sheet-save');
  ok('it is a grid with one place to enter', document.getElementById('sheet').getAttribute('role') === 'grid' &&
    document.querySelectorAll('#sheet td[tabindex="0"]').length === 1);
}

addEventListener('load', async () => {
  try {
    keys();
    blocks();
    await saves();
  } catch (e) {
    out.push(`FAIL ${e.stack}`);
  }
  const pre = document.createElement('pre');
  pre.id = 'probe';
  pre.textContent = out.join('\n');
  document.body.append(pre);
});
