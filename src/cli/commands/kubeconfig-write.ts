import { realpath } from 'node:fs/promises';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Target } from '../../cluster/kubeconfig/choose-context.ts';
import { kubeconfigText } from '../../cluster/kubeconfig/text.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';

/** It holds credentials. */
const OWNER_ONLY = 0o600;

/**
 * Refuses an output that cannot be written, or that is one of the files the kubeconfig comes from.
 *
 * @throws MekhanikubeError `usage`
 */
export async function checkOutput(output: string, sources: readonly string[]): Promise<void> {
  if (output === '-') return;
  await checkWritable(output);
  const own = await realpath(output).catch(() => null);
  const real = await Promise.all(sources.map((source) => realpath(source).catch(() => source)));
  if (own === null || !real.includes(own)) return;
  throw new MekhanikubeError('usage', `--output: ${output} is the kubeconfig itself, which is never written`, {
    hint: 'name another file',
  });
}

/** Writes the kubeconfig of one context, whole or not at all. */
export async function writeKubeconfig(output: string, target: Target): Promise<void> {
  const text = kubeconfigText(target);
  if (output === '-') return await writeStdout(text);
  await writeWhole(output, text, OWNER_ONLY);
}
