import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { globMatches, isGlob } from '../../kube/glob.ts';
import type { ListOutcome } from './list-objects.ts';
import type { Reading } from './reading.ts';

/**
 * The namespaces that names and globs mean, sorted.
 *
 * @param list the list of all namespaces, if it may be read
 * @throws MekhanikubeError `usage` for a name that does not exist, a glob that matches nothing, and a glob where
 *   namespaces may not be listed
 */
export async function resolveNamespaces(
  patterns: readonly string[],
  list: ListOutcome,
  reading: Reading,
): Promise<readonly string[]> {
  const known = list.state === 'ok' ? list.objects.map(({ metadata }) => metadata.name) : null;
  const found = new Set<string>();
  for (const pattern of patterns) {
    if (known === null) {
      if (isGlob(pattern)) throw unmatchable(pattern, list);
      if (!(await mayExist(pattern, reading))) throw unknownNamespace(pattern, []);
      found.add(pattern);
      continue;
    }
    const matching = known.filter((name) => (isGlob(pattern) ? globMatches(pattern, name) : name === pattern));
    if (matching.length === 0) throw unknownNamespace(pattern, known);
    for (const name of matching) found.add(name);
  }
  return [...found].sort();
}

/** Whoever may not list namespaces may often get his own. What cannot be found out is taken to exist. */
async function mayExist(name: string, { api, signal }: Reading): Promise<boolean> {
  const reply = await api.get(`/api/v1/namespaces/${encodeURIComponent(name)}`, signal);
  return reply.state !== 'absent';
}

function unmatchable(pattern: string, list: ListOutcome): MekhanikubeError {
  const why = list.state === 'ok' ? '' : list.reason;
  return new MekhanikubeError('usage', `-n '${pattern}' needs the list of namespaces, which cannot be read: ${why}`, {
    hint: 'write the names out: -n first -n second',
  });
}

function unknownNamespace(pattern: string, known: readonly string[]): MekhanikubeError {
  const close = isGlob(pattern) ? [] : nearMisses(pattern, known);
  const message = isGlob(pattern) ? `no namespace matches '${pattern}'` : `there is no namespace "${pattern}"`;
  const hint = close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'see what there is: kubectl get namespaces';
  return new MekhanikubeError('usage', message, { hint });
}
