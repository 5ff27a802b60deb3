import type { Area, Line, Status } from '../doctor/line.ts';
import type { RenderOptions } from './options.ts';
import { type Page, pageOf } from './page.ts';

const TITLES: Readonly<Record<Area, string>> = {
  cluster: 'Cluster',
  permissions: 'Permissions',
  model: 'Model',
  machine: 'Machine',
  docker: 'Docker',
  proxy: 'Proxy and certificates',
  terminal: 'Terminal and versions',
};

/** Letters and words, as colour alone tells nothing to many. */
const LABELS: Readonly<Record<Status, string>> = { ok: '  ok', warn: 'W warn', fail: 'F FAIL', skip: '- skip' };

/** The doctor's lines for a terminal: each with what was seen, and below it what to do. */
export function doctorText(
  lines: readonly Line[],
  options: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>,
): string {
  const page = pageOf(options);
  const areas = [...new Set(lines.map(({ area }) => area))];
  const blocks = areas.map((area) => [
    ...page.paragraph({ text: TITLES[area], paint: page.paint.bold }),
    ...lines.filter((line) => line.area === area).flatMap((line) => lineText(line, page)),
  ]);
  const all = [...blocks, page.paragraph({ text: summary(lines), paint: page.paint.bold })];
  return `${all.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function lineText({ status, name, seen, mend }: Line, page: Page): readonly string[] {
  const text = { text: `${name}: ${seen}`, hang: 2 };
  const todo = mend === null ? [] : [{ text: `-> ${mend}`, paint: page.paint.command, hang: 3 }];
  return page.section(LABELS[status], [text, ...todo], paintOf(status, page));
}

function paintOf(status: Status, { paint }: Page): (text: string) => string {
  switch (status) {
    case 'fail':
      return paint.severity.high;
    case 'warn':
      return paint.severity.medium;
    case 'ok':
    case 'skip':
      return paint.dim;
  }
}

function summary(lines: readonly Line[]): string {
  const count = (status: Status) => lines.filter((line) => line.status === status).length;
  return `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failing, ${count('skip')} skipped`;
}
