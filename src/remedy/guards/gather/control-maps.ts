import { z } from 'zod';
import { refTo } from '../../../kube/object-ref.ts';
import type { Reader } from '../../live/reader.ts';
import type { InstallationFacts } from '../facts.ts';
import { CONTROL_MAP } from '../installation.ts';
import { Unreadable } from './gathering.ts';

const ControlMap = z.object({ data: z.record(z.string(), z.string()).nullish() });

/** What the stop switches in the cluster say. A map that is not there says nothing. @throws Unreadable */
export async function gatherControls(
  ownNamespaces: readonly string[],
  reader: Reader,
): Promise<InstallationFacts['controls']> {
  return Promise.all(
    ownNamespaces.map(async (namespace) => {
      const name = `ConfigMap ${namespace}/${CONTROL_MAP}`;
      const read = await reader.getAny(refTo('ConfigMap', namespace, CONTROL_MAP));
      if (read.state === 'unreadable') throw new Unreadable(`${name} cannot be read: ${read.reason}`);
      if (read.state === 'missing') return { namespace, paused: undefined };
      const parsed = ControlMap.safeParse(read.object);
      if (!parsed.success) throw new Unreadable(`${name} has data that cannot be understood`);
      return { namespace, paused: parsed.data.data?.['paused'] };
    }),
  );
}
