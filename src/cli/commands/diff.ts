import { readFile } from 'node:fs/promises';
import { text as textOfStream } from 'node:stream/consumers';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { CHECKS } from '../../checks/index.ts';
import { parseFailOn } from '../../config/analyze-config.ts';
import { compareReports } from '../../report/diff/compare-reports.ts';
import { diffText } from '../../report/diff/diff-text.ts';
import { type EarlierReport, parseReport } from '../../report/diff/earlier-report.ts';
import { jsonText } from '../../report/json.ts';
import { EXIT } from '../exit-codes.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import { fails } from './fails.ts';
import { postureIn } from './house-rules.ts';

interface Options extends DisplayOptions {
  readonly output: string;
  readonly failOn?: string;
  readonly ascii?: boolean;
}

/** Compares two reports. @returns the exit code: 1 where there are new findings */
export async function diff(before: string, after: string, options: Options): Promise<number> {
  const failOn = parseFailOn(options.failOn ?? 'info');
  if (before === '-' && after === '-') {
    throw new MekhanikubeError('usage', 'only one of the two reports can come from standard input', {
      hint: 'name a file for the other',
    });
  }
  const found = compareReports(await read(before), await read(after));
  if (options.output === 'json') await writeStdout(`${jsonText(found, 2)}\n`);
  else {
    const { width, color } = terminalOf(process.stdout, options, process.env);
    await writeStdout(diffText(found, { width, color, ascii: options.ascii ?? false, verbose: false }));
  }
  return fails(found.added, failOn, postureIn(CHECKS)) ? EXIT.findings : EXIT.ok;
}

async function read(path: string): Promise<EarlierReport> {
  if (path === '-') return parseReport('standard input', await textOfStream(process.stdin));
  return parseReport(path, await textOf(path));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    throw new MekhanikubeError(
      'input-unreadable',
      `cannot read ${path}: ${code === 'ENOENT' ? 'it does not exist' : messageOf(thrown)}`,
      { hint: 'name two reports of mekhanikube analyze -o json', cause: thrown },
    );
  }
}
