// Opening, printing and keys; the last part, which starts the page.
import { filter, search, shown } from './filters.js';
import { build, say } from './finding.js';
import { byId, rows } from './tools.js';

for (const row of rows) row.addEventListener('toggle', () => row.open && build(row));
byId('fold').onclick = () => {
  const all = shown();
  openAll(all, !all.every((row) => row.open));
};
/** A few at a time: the page answers while a thousand are opened. */
const openAll = (all, open) => {
  for (const row of all.splice(0, 25)) row.open = open;
  if (all.length > 0) setTimeout(openAll, 0, all, open);
};
const openAddressed = () => {
  const row = rows.find(({ id }) => `#${encodeURIComponent(id)}` === location.hash);
  if (row === undefined) return;
  row.hidden = false;
  row.open = true;
  build(row);
  row.scrollIntoView();
  row.firstElementChild.focus({ preventScroll: true });
};
addEventListener('hashchange', openAddressed);

const THEMES = ['', 'light', 'dark'];
byId('theme').onclick = () => {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.style.colorScheme) + 1) % THEMES.length];
  root.style.colorScheme = next;
  byId('theme').title = `Theme: ${next || 'as the system'}`;
  say(byId('theme').title);
};

let closedAgain = [];
addEventListener('beforeprint', () => {
  for (const row of shown()) build(row);
  const parts = [
    ...document.querySelectorAll('header details'),
    ...shown().flatMap((row) => [row, ...row.querySelectorAll('details')]),
  ];
  closedAgain = parts.filter((part) => !part.open);
  for (const part of closedAgain) part.open = true;
});
addEventListener('afterprint', () => {
  for (const part of closedAgain) part.open = false;
});

const move = (step) => {
  const heads = shown().map((row) => row.firstElementChild);
  const at = heads.findIndex((head) => head.parentElement.contains(document.activeElement));
  const next = heads[Math.min(Math.max(at + step, 0), heads.length - 1)];
  next?.focus();
};
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');
  if (event.key === 'Escape' && document.activeElement === search) {
    search.value = '';
    filter();
    search.blur();
  } else if (isTyping) {
    return;
  } else if (event.key === '/') search.focus();
  else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else return;
  event.preventDefault();
});

byId('bar').hidden = false;
filter();
if (location.hash.length > 1) openAddressed();
else if (rows.length > 0) rows[0].open = true;
