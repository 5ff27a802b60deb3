import { z } from 'zod';
import { mapBounded } from '../../base/map-bounded.ts';
import { keyNames } from '../../snapshot/keep.ts';
import { type KeyLook, lookKey } from '../../snapshot/second-look.ts';
import { listRequest } from './list-objects.ts';
import type { Reading } from './reading.ts';

const AT_A_TIME = 8;

const Whole = z.record(z.string(), z.unknown());

/**
 * Reads single Secrets and ConfigMaps for the names of their keys, and drops the values at once.
 *
 * What may not be read, or is gone, is not in the result: its keys stay unknown.
 */
export async function readKeys(
  { api, signal }: Reading,
  looks: readonly KeyLook[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  await mapBounded(looks, AT_A_TIME, async (look) => {
    const { path } = listRequest(look.kind, look.namespace);
    const reply = await api.get(`${path}/${encodeURIComponent(look.name)}`, signal);
    if (reply.state !== 'ok') return;
    const object = Whole.safeParse(parsed(reply.body));
    if (object.success) found.set(lookKey(look), keyNames(object.data));
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
