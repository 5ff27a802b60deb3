import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { type KeyedFacts, keyedFacts } from '../../snapshot/keyed.ts';
import { lookKey, type SecondLook } from '../../snapshot/second-look.ts';
import { listRequest } from './list-objects.ts';
import type { Reading } from './reading.ts';

const AT_A_TIME = 8;
const REASONS_TOLD = 2;

const Whole = z.record(z.string(), z.unknown());

/** What second looks found. */
export interface KeysRead {
  /** By `lookKey`; what is gone by now is not among them. */
  readonly facts: ReadonlyMap<string, KeyedFacts>;
  /** What nobody looked into, and why: by kind, in a few words. */
  readonly unread: ReadonlyMap<SecondLook['kind'], string>;
}

/**
 * Reads single Secrets and ConfigMaps for facts about what they hold, and drops the values at once.
 *
 * @param most how many to look into; the rest is told as not read
 */
export async function readKeys(
  { api, signal }: Reading,
  looks: readonly SecondLook[],
  most: number,
): Promise<KeysRead> {
  const facts = new Map<string, KeyedFacts>();
  const failures: { readonly kind: SecondLook['kind']; readonly reason: string }[] = looks
    .slice(most)
    .map(({ kind }) => ({ kind, reason: `no more than ${most} are looked into` }));
  await mapBounded(looks.slice(0, most), AT_A_TIME, async (look) => {
    const { path } = listRequest(look.kind, look.namespace);
    const reply = await api.get(`${path}/${encodeURIComponent(look.name)}`, signal);
    if (reply.state === 'absent') return;
    if (reply.state !== 'ok') {
      failures.push({ kind: look.kind, reason: reply.state === 'forbidden' ? 'may not get them' : reply.reason });
      return;
    }
    const object = Whole.safeParse(parsed(reply.body));
    if (object.success) facts.set(lookKey(look), keyedFacts({ ...object.data, kind: look.kind }));
    else failures.push({ kind: look.kind, reason: 'sent something else than an object' });
  });
  const unread = [...Map.groupBy(failures, ({ kind }) => kind)].map(([kind, failed]) => {
    const asked = looks.filter((look) => look.kind === kind).length;
    const reasons = [...new Set(failed.map(({ reason }) => reason))].sort();
    return [kind, `${failed.length} of ${asked} could not be looked into: ${listText(reasons, REASONS_TOLD)}`] as const;
  });
  return { facts, unread: new Map(unread) };
}

/** The parser's message would quote the text. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
