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
