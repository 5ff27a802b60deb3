import { KINDS } from '../../../../../src/kube/kinds.ts';
import type { Kind, KubeObject, ObjectOf } from '../../../../../src/kube/object.ts';
import { type ObjectRef, refKey, refOf } from '../../../../../src/kube/object-ref.ts';
import { isOf } from '../../../../../src/kube/workloads/workloads.ts';
import type { Effects } from '../../../../../src/remedy/action.ts';
import type { Given } from '../../../../../src/remedy/guards/gather/index.ts';
import { BY_HAND, PLAIN_INSTALLATION } from '../../../../../src/remedy/guards/settings.ts';
import type { AnyKind, ListRead, Read, Reader } from '../../../../../src/remedy/live/reader.ts';
import type { Write } from '../../../../../src/remedy/write.ts';
import { SHOP, WEB } from '../known-facts.ts';

const FORBIDDEN = { state: 'unreadable', reason: '403' } as const;

/** A cluster that holds these objects, and refuses to show these kinds; it counts what it is asked. */
export function clusterOf(objects: readonly KubeObject[], forbidden: readonly string[] = []) {
  const asked: string[] = [];
  const getAny = async (ref: ObjectRef): Promise<Read<KubeObject>> => {
    asked.push(`get ${refKey(ref)}`);
    if (forbidden.includes(ref.kind)) return FORBIDDEN;
    const object = objects.find((one) => refKey(refOf(one)) === refKey(ref));
    return object === undefined ? { state: 'missing' } : { state: 'found', object };
  };
  const listAny = async ({ kind }: AnyKind, namespace: string | null): Promise<ListRead<KubeObject>> => {
    asked.push(`list ${kind}/${namespace ?? ''}`);
    if (forbidden.includes(kind)) return FORBIDDEN;
    const found = objects.filter(
      (one) => one.kind === kind && (namespace === null || one.metadata.namespace === namespace),
    );
    return { state: 'listed', objects: found };
  };
  const reader: Reader = {
    getAny,
    listAny,
    get: async <K extends Kind>(kind: K, namespace: string | null, name: string) => {
      const read = await getAny({ apiVersion: KINDS[kind].apiVersion, kind, namespace, name });
      if (read.state !== 'found') return read;
      const { object } = read;
      return isOf(object, kind) ? { state: 'found', object } : { state: 'missing' };
    },
    list: async <K extends Kind>(kind: K, namespace: string | null) => {
      const read = await listAny({ apiVersion: KINDS[kind].apiVersion, kind }, namespace);
      if (read.state !== 'listed') return read;
      return { state: 'listed', objects: read.objects.filter((one): one is ObjectOf<K> => isOf(one, kind)) };
    },
  };
  return { reader, asked };
}

interface Wish {
  readonly target?: KubeObject;
  readonly effects?: Effects;
  readonly given?: Partial<Given>;
}

/** What a step with these writes asks, of a cluster that has its target and namespace besides these objects. */
export function stepOf(
  writes: readonly Write[],
  objects: readonly KubeObject[],
  { target = WEB, effects, given }: Wish = {},
): Given {
  return {
    target,
    plannedUid: null,
    proposal: {
      state: 'proposed',
      summary: 'change it',
      risk: 'R2',
      writes,
      effects: effects ?? { podsDisrupted: 0 },
      wayBack: 'it is changed back',
    },
    safeguards: BY_HAND,
    installation: PLAIN_INSTALLATION,
    reader: clusterOf([target, SHOP, ...objects]).reader,
    installationState: { pause: null, isStorageLow: false, breaker: null },
    targets: null,
    ...given,
  };
}
