// What a finding shows once it is opened.
import { draw } from './picture.js';
import { bdi, byId, checks, el, findings, folded, isEmpty, item, list, long, places, prose, refText } from './tools.js';

const evidenceTable = (evidence) => {
  const table = el('table', {}, el('tr', {}, el('th', {}, 'field'), el('th', {}, 'value')));
  let last = -1;
  for (const [object, path, value] of evidence) {
    if (object !== last) table.append(el('tr', {}, el('th', { colspan: '2' }, bdi(refText(object)))));
    last = object;
    table.append(el('tr', {}, el('td', { class: 'path' }, bdi(path)), el('td', { class: 'path' }, long(value))));
  }
  return table;
};
const changeOf = ({ object, at, what, differences }) => [
  el('h3', {}, 'Changed before it began'),
  el('p', {}, bdi(refText(object)), `: ${what}${at === null ? '' : `, ${at}`}`),
  el(
    'table',
    {},
    ...differences.map(([path, text]) =>
      el('tr', {}, el('td', { class: 'path' }, bdi(path)), el('td', { class: 'path' }, long(text))),
    ),
  ),
];
const explained = ({ state, texts, unknowns, rests, knowledge }) => [
  el('h3', {}, `Explained (${state})`),
  ...texts.map((text) => el('p', {}, bdi(text))),
  ...list(
    'Not known',
    unknowns.map((text) => item(bdi(text))),
  ),
  ...(rests.length === 0 ? [] : [folded('What it rests on', el('ul', {}, ...rests.map((text) => item(bdi(text)))))]),
  ...knowledge.flatMap(([title, text]) => [el('h3', {}, title), prose(text)]),
];
const meaning = ([, , means, fine]) =>
  means === '' ? [] : [folded('What it means, and when it is fine', prose(means), prose(fine))];

export const build = (row) => {
  const body = row.lastElementChild;
  if (body.dataset.built !== undefined) return;
  body.dataset.built = '';
  const finding = findings[places.get(row)];
  const check = checks[finding.check];
  const steps = [...body.children];
  for (const pre of body.querySelectorAll('.cmd pre')) pre.after(copyButton(pre));
  const parts = [
    ...(finding.whole === undefined ? [] : [el('p', {}, long(finding.whole))]),
    ...(finding.picture === undefined ? [] : draw(finding.picture, finding.object)),
    ...(steps.length === 0 ? [] : [el('h3', {}, 'Next'), ...steps]),
    ...(finding.change === undefined ? [] : changeOf(finding.change)),
    ...list('Leads to', symptomItems(finding)),
    ...(finding.symptomsMore > 0 ? [el('p', { class: 'soft' }, `and ${finding.symptomsMore} more`)] : []),
    ...list('Explained in part by', (finding.causes ?? []).map(causeItem)),
    ...(finding.explained === undefined ? [] : explained(finding.explained)),
    ...(isEmpty(finding.evidence)
      ? []
      : [
          folded(
            `Evidence: ${finding.evidence.length} ${finding.evidence.length === 1 ? 'field' : 'fields'}`,
            evidenceTable(finding.evidence),
          ),
        ]),
    ...(isEmpty(finding.members) ? [] : [membersOf(finding)]),
    ...(finding.explained === undefined ? meaning(check) : []),
    foot(row, check),
  ];
  body.replaceChildren(...parts);
};
const symptomItems = ({ object: own, symptoms = [] }) =>
  [...Map.groupBy(symptoms, ([object]) => object)].map(([object, group]) => {
    const messages = group.map(([, message, why]) =>
      el('div', {}, long(message), why === '' ? null : el('span', { class: 'soft' }, ` (${why})`)),
    );
    return object === own ? item(...messages) : item(el('b', {}, bdi(refText(object))), ...messages);
  });
const causeItem = ([object, message, id]) => {
  const known = byId(id);
  const name =
    known === null ? bdi(refText(object)) : el('a', { href: `#${encodeURIComponent(id)}` }, bdi(refText(object)));
  return item(name, ': ', long(message));
};
const membersOf = ({ members, membersMore }) => {
  const count = members.length + membersMore;
  const more = membersMore > 0 ? [item(`and ${membersMore} more`)] : [];
  return folded(
    `${count} ${count === 1 ? 'object' : 'objects'}`,
    el('ul', {}, ...members.map((index) => item(bdi(refText(index)))), ...more),
  );
};
const foot = (row, [id, docs]) => {
  const link = el('a', { href: `#${encodeURIComponent(row.id)}` }, row.id);
  const source =
    docs === '' ? [] : [' · ', el('a', { href: docs, rel: 'noreferrer noopener', target: '_blank' }, 'why')];
  return el('p', { class: 'foot' }, 'check ', el('code', {}, id), ' · id ', link, ...source);
};

const copyButton = (pre) => {
  const button = el('button', { type: 'button', 'aria-label': `Copy: ${pre.textContent}` }, 'Copy');
  button.onclick = async () => {
    const isDone = await copy(pre.textContent);
    button.textContent = isDone ? 'Copied' : 'Press Ctrl+C';
    if (!isDone) getSelection().selectAllChildren(pre);
    say(isDone ? 'Copied' : 'Selected');
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  };
  return button;
};
/** A page opened from a file may have no clipboard of the newer kind. */
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el('textarea', { readonly: '' });
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
};
export const say = (text) => (byId('said').textContent = text);
