// What was typed is not lost to a closed tab: the browser asks before it leaves a form that was changed and not sent.
const changed = new Set();
addEventListener('input', (e) => { const f = e.target.form; if (f && f.method === 'post') changed.add(f); });
addEventListener('submit', (e) => changed.delete(e.target));
addEventListener('beforeunload', (e) => { if (changed.size > 0) e.preventDefault(); });
// One list has one box that chooses all of it.
addEventListener('change', (e) => {
  const all = e.target.dataset.all;
  if (all) document.querySelectorAll(`input[name="${all}"]`).forEach((box) => { box.checked = e.target.checked; });
});
// Filters apply as soon as one of them changes; without this script there is the button.
addEventListener('change', (e) => { if (e.target.dataset.apply !== undefined) e.target.form.requestSubmit(); });
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
