// What was typed is not lost to a closed tab: the browser asks before it leaves a form that was changed and not sent.
const changed = new Set();
addEventListener('input', (e) => { const f = e.target.form; if (f && f.method === 'post') changed.add(f); });
addEventListener('submit', (e) => changed.delete(e.target));
addEventListener('beforeunload', (e) => { if (changed.size > 0) e.preventDefault(); });
// What was typed and not sent stays in this window, and only there, until it is sent, thrown away or its person signs out:
// a reload, a crash or an ended session loses none of it. It is put back only when asked for, as the page may have changed.
const person = document.querySelector('.who a');
const bound = (f) => ['revision', 'hash', 'seen'].map((n) => f.elements[n] ? f.elements[n].value : '').join();
const place = (f) => `typed ${person.textContent} ${location.pathname} ${f.elements.verb ? f.elements.verb.value : ''}`;
const typed = (f) => [...f.elements].filter((e) => e.name && e.type !== 'hidden' && e.type !== 'submit');
const keeps = (f) => person && f && f.method === 'post' && f.closest('main') && typed(f).length > 0;
const keep = (f, sent) => {
  const values = typed(f).map((e) => [e.name, e.value, !!e.checked]);
  try {
    sessionStorage.setItem(place(f), JSON.stringify({ values, sent, bound: bound(f) }));
  } catch { /* The window is full: there is still the question before it is left. */ }
};
const kept = (f) => JSON.parse(sessionStorage.getItem(place(f)) || 'null');
addEventListener('input', (e) => { if (keeps(e.target.form)) keep(e.target.form, false); });
addEventListener('submit', (e) => {
  if (keeps(e.target)) keep(e.target, true);
  if (e.target.getAttribute('action') === '/signout') sessionStorage.clear();
});
const button = (text, act) => {
  const b = document.createElement('button');
  b.type = 'button'; b.className = 'krds-btn secondary small'; b.textContent = text;
  b.addEventListener('click', act);
  return b;
};
const same = (e, [name, value, checked]) => e.name === name && (e.type === 'radio' || e.type === 'checkbox' ?
  e.value !== value || e.checked === checked : e.value === value);
const offer = (f, was) => {
  const note = document.createElement('div'), says = document.createElement('p'), acts = document.createElement('p');
  note.className = 'note'; note.setAttribute('role', 'status');
  says.textContent = '보내지 않은 내용이 이 창에 남아 있습니다.' + (was.bound === bound(f) ? '' :
    ' 그사이 이 화면의 내용이 바뀌었으니, 되살린 뒤 견주어 보고 보내십시오.');
  const back = () => {
    typed(f).forEach((e, i) => { if (was.values[i] && was.values[i][0] === e.name) [, e.value, e.checked] = was.values[i]; });
    changed.add(f); note.remove(); typed(f)[0].focus();
  };
  const drop = () => { sessionStorage.removeItem(place(f)); note.remove(); typed(f)[0].focus(); };
  acts.append(button('되살리기', back), ' ', button('버리기', drop));
  note.append(says, acts); f.before(note);
  const fold = f.closest('details');
  if (fold) fold.open = true;
};
if (person && /[?&]did=/.test(location.search)) {
  Object.keys(sessionStorage).filter((k) => k.startsWith('typed ') && JSON.parse(sessionStorage.getItem(k)).sent)
    .forEach((k) => sessionStorage.removeItem(k));
}
[...document.forms].filter(keeps).forEach((f) => {
  const was = kept(f), now = typed(f);
  if (was && !now.every((e, i) => was.values[i] && same(e, was.values[i]))) offer(f, was);
});
// The back button shows a page as it is now where something was sent from it, and not as it was kept.
let sent = false;
addEventListener('submit', () => { sent = true; });
addEventListener('pageshow', (e) => { if (e.persisted && sent) location.reload(); });
// One list has one box that chooses all of it.
addEventListener('change', (e) => {
  const all = e.target.dataset.all;
  if (all) document.querySelectorAll(`input[name="${all}"]`).forEach((box) => { box.checked = e.target.checked; });
});
// Print.
addEventListener('click', (e) => { if (e.target.closest('[data-print]')) print(); });
// Live: the page says that something changed, and leaves it to its reader when to read it anew. Counts follow at once.
const ear = document.querySelector('[data-live]');
if (ear && 'EventSource' in window) {
  let told = false;
  let waiting = 0;
  const counts = async () => {
    waiting = 0;
    const answer = await fetch('/counts');
    if (!answer.ok) return;
    const menu = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelectorAll('nav.menu a');
    document.querySelectorAll('nav.menu a').forEach((a, i) => { if (menu[i]) a.replaceChildren(...menu[i].childNodes); });
  };
  new EventSource(ear.dataset.live).addEventListener('act', (e) => {
    if (Date.parse(JSON.parse(e.data).at) <= Date.parse(ear.dataset.since)) return; // the page shows it already
    waiting = waiting || setTimeout(counts, 1000);
    if (told) return;
    told = true;
    const again = document.createElement('a');
    again.href = location.href;
    again.textContent = '새로 읽기';
    ear.append('그사이 바뀐 것이 있습니다. ', again);
  });
}
