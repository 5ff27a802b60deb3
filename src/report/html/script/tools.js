// What all parts of the page's script share. Every text is set as text: nothing here makes HTML of a string.

export const byId = (id) => document.getElementById(id);
export const { objects, checks, findings } = JSON.parse(byId('data').textContent);
export const rows = [...document.querySelectorAll('.f')];
export const places = new Map(rows.map((row, at) => [row, at]));
const CUT = 240;

export const put = (parent, ...children) => {
  parent.append(...children.filter((child) => child !== null));
  return parent;
};
export const el = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return put(made, ...children);
};
export const bdi = (text) => el('bdi', {}, text);
export const nameOf = ([kind, namespace, name]) => `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
export const refText = (index) => nameOf(objects[index]);
export const isEmpty = (list) => list === undefined || list.length === 0;

/** Long texts are cut; the rest is a button away. */
export const long = (text) => {
  if (text.length <= CUT + 40) return bdi(text);
  const holder = el('span', { class: 'long' }, bdi(`${text.slice(0, CUT)}…`));
  const more = el('button', { type: 'button' }, `all ${text.length.toLocaleString('en')} characters`);
  more.onclick = () => holder.replaceChildren(bdi(text));
  return put(holder, more);
};
export const list = (title, items) => (items.length === 0 ? [] : [el('h3', {}, title), el('ul', {}, ...items)]);
export const item = (...children) => el('li', {}, ...children);
export const folded = (title, ...children) => el('details', { class: 'more' }, el('summary', {}, title), ...children);
/** Prose of ours marks code with backticks. */
export const prose = (text) =>
  el('p', {}, ...text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part)));
