import { readFile } from 'node:fs/promises';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { type Baseline, baselineText, parseBaseline } from '../../suppress/baseline.ts';
import { checkWritable, writeWhole } from '../ui/write.ts';

/** The files of known findings. */
export interface Baselines {
  /** What is not to be reported; null where nothing was named. */
  readonly known: Baseline | null;
  /** Where to write, and what stands there already; null where nothing is to be written. */
  readonly target: { readonly path: string; readonly before: Baseline } | null;
}

/**
 * Reads the files of `--baseline` and of `--write-baseline`. One that is something else is not overwritten.
 *
 * @throws MekhanikubeError `usage` where the first is not there, or one of them is no baseline
 */
export async function openBaselines(files: {
  readonly baseline: string | null;
  readonly writeBaseline: string | null;
}): Promise<Baselines> {
  const known = files.baseline === null ? null : await baselineIn(files.baseline);
  if (files.baseline !== null && known === null) {
    throw new MekhanikubeError('usage', `cannot read the baseline ${files.baseline}: it does not exist`, {
      hint: `write it first: mekhanikube analyze --write-baseline ${files.baseline}`,
    });
  }
  const path = files.writeBaseline;
  if (path === null) return { known, target: null };
  await checkWritable(path);
  const there = await baselineIn(path);
  return { known, target: { path, before: new Map([...(known ?? []), ...(there ?? [])]) } };
}

/** Writes a baseline, whole or not at all. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  await writeWhole(path, baselineText(baseline));
}

async function baselineIn(path: string): Promise<Baseline | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw new MekhanikubeError('usage', `cannot read the baseline ${path}: ${messageOf(thrown)}`, { cause: thrown });
  }
  return parseBaseline(path, text);
}
