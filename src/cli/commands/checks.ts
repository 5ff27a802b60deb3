import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { type AnyCheck, type Profile, type ScanCheck, subjectsOf } from '../../checks/define-check.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import { PROSE } from '../../checks/prose.generated.ts';
import type { Runtime } from '../program.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';

interface Options extends DisplayOptions {
  readonly output: string;
}

const ALL: readonly (AnyCheck | ScanCheck)[] = [...CHECKS, ...SCAN_CHECKS].sort((left, right) =>
  left.id < right.id ? -1 : 1,
);

/** Prints the catalogue, or the page of one check. */
export async function checks(id: string | undefined, options: Options, _runtime: Runtime): Promise<void> {
  const chosen = id === undefined ? ALL : [find(id)];
  if (options.output === 'json') {
    const list = chosen.map(described);
    await writeStdout(`${JSON.stringify(id === undefined ? list : list[0], null, 2)}\n`);
    return;
  }
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: terminalOf(process.stdout, options, process.env).color ? 1 : 0 });
  if (id !== undefined) {
    await writeStdout(page(find(id), chalk.bold));
    return;
  }
  const width = Math.max(...ALL.map((check) => check.id.length));
  const lines = ALL.map((check) => {
    const profile = profileOf(check);
    const when = profile === null ? '' : ` (--profile ${profile})`;
    return `${check.id.padEnd(width)}  ${check.severity.padEnd(8)}  ${check.title}${when}`;
  });
  await writeStdout(`${lines.join('\n')}\n\n${ALL.length} checks. One page: mekhanikube checks ID\n`);
}

function find(id: string): AnyCheck | ScanCheck {
  const check = ALL.find((candidate) => candidate.id === id);
  if (check !== undefined) return check;
  const near = nearMisses(
    id,
    ALL.map((candidate) => candidate.id),
  );
  throw new MekhanikubeError('usage', `there is no check "${id}"`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube checks lists all of them',
  });
}

function described(check: AnyCheck | ScanCheck) {
  const { id, title, severity, source } = check;
  const kinds =
    'subject' in check ? { judges: subjectsOf(check), reads: check.reads ?? [], consults: check.consults ?? [] } : {};
  return { id, title, severity, profile: profileOf(check), ...kinds, source, ...PROSE[id] };
}

/** The profile without which it does not run; null where it always does. */
function profileOf(check: AnyCheck | ScanCheck): Profile | null {
  return 'profile' in check ? (check.profile ?? null) : null;
}

function page(check: AnyCheck | ScanCheck, heading: (text: string) => string): string {
  const prose = PROSE[check.id];
  const about = 'subject' in check ? `judges ${subjectsOf(check).join(', ')}` : 'judges what could not be read';
  const profile = profileOf(check);
  const when = profile === null ? '' : ` Runs with --profile ${profile} only.`;
  const sections: readonly (readonly [string, string | undefined])[] = [
    ['What it means', prose?.means],
    ['How to look', prose?.look],
    ['How to repair', prose?.repair],
    ['When it is fine', prose?.fine],
  ];
  return [
    heading(check.id),
    `${check.title}. Severity ${check.severity}; ${about}.${when}`,
    ...sections.map(([title, text]) => `\n${heading(title)}\n${text ?? ''}`),
    `\n${heading('Source')}\n${check.source}`,
    '',
  ].join('\n');
}
