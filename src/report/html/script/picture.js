// Draws the picture of a finding.
import { el, objects, put, refText } from './tools.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 196;
const HEIGHT = 46;
const GAP = 84;
const LINE = 66;
const EDGE = 10;
const ROLES = { cause: 'cause', other: 'another finding', symptom: 'symptom', member: '', context: '' };
const LETTERS = 25;

const svg = (name, attributes, ...children) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return put(made, ...children);
};
/** Without its middle, where it is too long for a box. */
const short = (text, letters = LETTERS) =>
  text.length <= letters ? text : `${text.slice(0, letters - 11)}…${text.slice(-10)}`;

export const draw = ({ columns, rows: height, boxes, arrows, rest }, about) => {
  const x = (column) => EDGE + column * (WIDTH + GAP);
  const y = (row) => EDGE + row * LINE;
  const width = x(columns - 1) + WIDTH + EDGE;
  const namespaces = new Set(boxes.map(([index]) => objects[index][1]).filter((namespace) => namespace !== null));
  const home = namespaces.size === 1 ? [...namespaces][0] : objects[about][1];
  const words = arrows.map(([from, to, word]) => `${boxName(boxes[from])} ${word} ${boxName(boxes[to])}`);
  const drawing = svg('svg', {
    width,
    height: y(height - 1) + HEIGHT + EDGE + 4,
    viewBox: `0 0 ${width} ${y(height - 1) + HEIGHT + EDGE + 4}`,
    role: 'img',
    'aria-label': words.join('; '),
  });
  // A wide picture shrinks to its page, as long as it can be read.
  drawing.style.minWidth = `${width * 0.72}px`;
  const labels = arrows.map((arrow) => drawArrow(drawing, arrow, boxes, arrows, x, y));
  for (const box of boxes) drawing.append(drawBox(box, home, x, y));
  drawing.append(...labels);
  const holder = el(
    'div',
    {
      class: columns > 3 ? 'picture wide' : 'picture',
      tabindex: '0',
      role: 'group',
      'aria-label': 'Objects and relations',
    },
    drawing,
  );
  return rest > 0 ? [holder, el('p', { class: 'soft' }, `and ${rest} more objects`)] : [holder];
};
const boxName = ([index, , , , , count]) => (count > 1 ? `${count} × ${objects[index][0]}` : refText(index));

const drawBox = ([index, column, row, role, missing, count, names], home, x, y) => {
  const [kind, namespace, name] = objects[index];
  const box = svg('g', {
    class: missing ? 'missing' : role,
    transform: `translate(${x(column)} ${y(row)})`,
  });
  const full = names.map(refText).join('\n') + (count > names.length ? `\nand ${count - names.length} more` : '');
  const tag = missing ? 'does not exist' : ROLES[role];
  const many = count > 1 ? svg('rect', { class: 'stack', x: 4, y: 4, width: WIDTH, height: HEIGHT, rx: 7 }) : null;
  const label =
    count > 1 ? `${short(name)} …` : namespace === home || namespace === null ? name : `${namespace}/${name}`;
  return put(
    box,
    svg('title', {}, full),
    many,
    svg('rect', { width: WIDTH, height: HEIGHT, rx: 7 }),
    svg('text', { class: 'kind', x: 10, y: 18 }, short(count > 1 ? `${count} × ${kind}` : kind, 29)),
    svg('text', { class: 'role', x: WIDTH - 12, y: 4, 'text-anchor': 'end' }, tag),
    svg('text', { x: 10, y: 36 }, count > 1 ? label : short(label)),
  );
};

/** Draws the line; its word is drawn later, above all boxes. */
const drawArrow = (drawing, [from, to, word, bends], boxes, arrows, x, y) => {
  const [start, end] = [boxes[from], boxes[to]];
  const right = start[1] < end[1];
  const middle = (row) => y(row) + HEIGHT / 2;
  const points = [[x(start[1]) + (right ? WIDTH : 0), middle(start[2])]];
  for (const [index, row] of bends.entries()) {
    const column = start[1] + (right ? index + 1 : -index - 1);
    const ends = [x(column), x(column) + WIDTH];
    for (const at of right ? ends : ends.reverse()) points.push([at, middle(row)]);
  }
  const tip = [x(end[1]) + (right ? 0 : WIDTH), middle(end[2])];
  points.push([tip[0] + (right ? -6 : 6), tip[1]]);
  let path = `M${points[0]}`;
  for (let at = 1; at < points.length; at++) {
    const [[px, py], [qx, qy]] = [points[at - 1], points[at]];
    const bend = (qx - px) / 2;
    path += `C${px + bend},${py} ${qx - bend},${qy} ${qx},${qy}`;
  }
  const isLoose = word === 'leads to' || word === 'seen in';
  drawing.append(
    svg('path', isLoose ? { d: path, class: 'loose' } : { d: path }),
    svg('path', { class: 'head', d: `M${tip}l${right ? -8 : 8},-4v8z` }),
  );
  // Words of lines that share an end stand nearer to the end that they do not share.
  const fans = arrows.filter(([other]) => other === from).length > 1;
  const joins = arrows.filter(([, other]) => other === to).length > 1;
  const [[ax, ay], [bx, by]] = fans && bends.length > 0 ? points.slice(-2) : points;
  const part = fans === joins ? 0.5 : fans ? 0.66 : 0.34;
  const eased = part * part * (3 - 2 * part);
  return svg(
    'text',
    { class: 'word', x: ax + (bx - ax) * part, y: ay + (by - ay) * eased - 4, 'text-anchor': 'middle' },
    word,
  );
};
