import { z } from 'zod';
import { mapBounded } from '../../base/map-bounded.ts';
import { type KeyedFacts, keyedFacts } from '../../snapshot/keyed.ts';
import { lookKey, type SecondLook } from '../../snapshot/second-look.ts';
import { listRequest } from './list-objects.ts';
import type { Reading } from './reading.ts';

const AT_A_TIME = 8;

const Whole = z.record(z.string(), z.unknown());

/**
 * Reads single Secrets and ConfigMaps for facts about what they hold, and drops the values at once.
 *
 * What may not be read, or is gone, is not in the result: what it holds stays unknown.
 */
export async function readKeys(
  { api, signal }: Reading,
  looks: readonly SecondLook[],
): Promise<ReadonlyMap<string, KeyedFacts>> {
  const found = new Map<string, KeyedFacts>();
  await mapBounded(looks, AT_A_TIME, async (look) => {
    const { path } = listRequest(look.kind, look.namespace);
    const reply = await api.get(`${path}/${encodeURIComponent(look.name)}`, signal);
    if (reply.state !== 'ok') return;
    const object = Whole.safeParse(parsed(reply.body));
    if (object.success) found.set(lookKey(look), keyedFacts({ ...object.data, kind: look.kind }));
  });
  return found;
}

/** The parser's message would quote the text. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
