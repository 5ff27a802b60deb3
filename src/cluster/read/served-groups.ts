import { z } from 'zod';
import { groupOf } from '../../kube/kinds.ts';
import type { Reading } from './reading.ts';

/** For each group that the server serves: its versions, the preferred one first. */
export type ServedGroups = ReadonlyMap<string, readonly string[]>;

const GroupList = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
      preferredVersion: z.object({ version: z.string() }).optional(),
    }),
  ),
});

/** Asks which groups there are, so that none is asked for what it cannot have; null where the server does not tell. */
export async function readServedGroups({ api, signal }: Pick<Reading, 'api' | 'signal'>): Promise<ServedGroups | null> {
  const reply = await api.get('/apis', signal);
  if (reply.state !== 'ok') return null;
  const parsed = GroupList.safeParse(JSON.parse(reply.body.toString('utf8')));
  if (!parsed.success) return null;
  return new Map(
    parsed.data.groups.map(({ name, versions, preferredVersion }) => {
      const others = versions.map(({ version }) => version);
      const first = preferredVersion?.version;
      return [name, first === undefined ? others : [first, ...others.filter((version) => version !== first)]] as const;
    }),
  );
}

/**
 * The version under which to read a kind of an extension: the one that its checks know, else the one the server prefers.
 *
 * Null where the server has no such group.
 */
export function versionToRead(apiVersion: string, groups: ServedGroups): string | null {
  const group = groupOf(apiVersion);
  const versions = groups.get(group) ?? [];
  const known = apiVersion.slice(group.length + 1);
  const version = versions.includes(known) ? known : versions[0];
  return version === undefined ? null : `${group}/${version}`;
}
