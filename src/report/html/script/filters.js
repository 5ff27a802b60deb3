// Which findings are shown.
import { byId, checks, el, findings, nameOf, objects, rows } from './tools.js';

const chips = [...byId('bar').querySelectorAll('.chip')];
export const search = byId('search');

const named = findings.map(({ object, members = [], symptoms = [], causes = [] }) =>
  [object, ...members, ...symptoms.map(([index]) => index), ...causes.map(([index]) => index)].map(
    (index) => objects[index],
  ),
);
const sets = named.map((all) => ({
  namespaces: new Set(all.map(([, namespace]) => namespace ?? '')),
  kinds: new Set(all.map(([kind]) => kind)),
}));
const haystacks = [];
const haystack = (at) => {
  haystacks[at] ??= [
    rows[at].id,
    rows[at].textContent,
    checks[findings[at].check][0],
    ...named[at].map(nameOf),
    JSON.stringify(findings[at]),
  ]
    .join('\n')
    .toLowerCase();
  return haystacks[at];
};
const fill = (select, values) => {
  for (const value of [...values].sort())
    select.append(el('option', { value }, value === '' ? '(whole cluster)' : value));
};
fill(byId('namespace'), new Set(sets.flatMap(({ namespaces }) => [...namespaces])));
fill(byId('kind'), new Set(sets.flatMap(({ kinds }) => [...kinds])));

export const filter = () => {
  const words = search.value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [namespace, kind] = [byId('namespace'), byId('kind')];
  const hidden = new Set(
    chips.filter((chip) => chip.getAttribute('aria-pressed') === 'false').map((chip) => chip.dataset.severity),
  );
  let count = 0;
  for (const [at, row] of rows.entries()) {
    const isShown =
      !hidden.has(row.dataset.severity) &&
      (namespace.selectedIndex < 1 || sets[at].namespaces.has(namespace.value)) &&
      (kind.selectedIndex < 1 || sets[at].kinds.has(kind.value)) &&
      words.every((word) => haystack(at).includes(word));
    row.hidden = !isShown;
    if (isShown) count++;
  }
  const text = `${count} of ${rows.length} ${rows.length === 1 ? 'finding' : 'findings'}`;
  byId('shown').textContent = text;
  byId('none').hidden = count > 0 || rows.length === 0;
};
for (const chip of chips) {
  chip.onclick = () => {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') === 'false'));
    filter();
  };
}
search.oninput = filter;
byId('namespace').onchange = filter;
byId('kind').onchange = filter;

/** The findings that pass. */
export const shown = () => rows.filter((row) => !row.hidden);
