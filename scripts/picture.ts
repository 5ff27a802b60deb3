// npm run picture: runs the demo and draws what a terminal shows of it into docs/demo.svg.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const COLUMNS = 104;
const LINES = 62;
const LINE_HEIGHT = 17;
const CHARACTER_WIDTH = 7.8;
const COLORS: Readonly<Record<string, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  90: '#8b949e',
  91: '#ff7b72',
};

/** The sequences that set a colour or a weight. */
const SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[([0-9;]*)m`);

const shown = ['mekhanikube', 'analyze', '--from', 'examples/broken-cluster.json.gz'];
const output = execFileSync(process.execPath, ['bin/mekhanikube.js', ...shown.slice(1), '--color=always'], {
  cwd: ROOT,
  encoding: 'utf8',
  env: { ...process.env, COLUMNS: String(COLUMNS) },
});
const all = output.split('\n');
const lines = [`$ ${shown.join(' ')}`, ...all.slice(0, LINES)];
const height = (lines.length + 2) * LINE_HEIGHT;
const width = Math.round((COLUMNS + 4) * CHARACTER_WIDTH);
const text = lines.map(
  (line, index) => `<text x="16" y="${(index + 2) * LINE_HEIGHT}" xml:space="preserve">${spans(line)}</text>`,
);
writeFileSync(
  join(ROOT, 'docs/demo.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The first lines of a report">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">
${text.join('\n')}
</g>
</svg>
`,
);
process.stdout.write(`wrote docs/demo.svg: ${lines.length} of ${all.length} lines\n`);

/** Text with the terminal's colours as SVG. */
function spans(line: string): string {
  let style: { color?: string | undefined; bold?: boolean; dim?: boolean } = {};
  return line
    .split(SEQUENCE)
    .map((part, index) => {
      // Every second part is what the parentheses of the pattern caught.
      if (index % 2 === 0) return part === '' ? '' : `<tspan${attributes(style)}>${escaped(part)}</tspan>`;
      for (const code of part.split(';')) style = applied(style, code);
      return '';
    })
    .join('');
}

function applied(style: { color?: string | undefined; bold?: boolean; dim?: boolean }, code: string) {
  if (code === '0' || code === '') return {};
  if (code === '1') return { ...style, bold: true };
  if (code === '2') return { ...style, dim: true };
  if (code === '22') return { ...style, bold: false, dim: false };
  if (code === '39') return { ...style, color: undefined };
  return COLORS[code] === undefined ? style : { ...style, color: COLORS[code] };
}

function attributes({ color, bold, dim }: { color?: string | undefined; bold?: boolean; dim?: boolean }): string {
  return `${color === undefined ? '' : ` fill="${color}"`}${bold ? ' font-weight="bold"' : ''}${dim ? ' fill-opacity="0.6"' : ''}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
