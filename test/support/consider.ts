import type { Finding } from '../../src/findings/finding.ts';
import type { KubeObject } from '../../src/kube/object.ts';
import type { Action, Progress, Proposal } from '../../src/remedy/action.ts';
import { fakeReader } from './fake-reader.ts';

/** A cluster with one target in it, as an action finds it. */
export interface Stage {
  readonly target: KubeObject;
  readonly params?: unknown;
  /** Besides the target. */
  readonly objects?: readonly KubeObject[];
  readonly unreadable?: readonly string[];
  readonly finding?: Finding | null;
}

export const NOW = new Date('2026-03-01T12:00:00Z');

/** An object with a uid of its own; cluster-scoped with `namespace: null`. */
export function made(
  kind: string,
  name: string,
  { apiVersion = 'v1', namespace = 'shop', metadata = {}, ...rest }: Readonly<Record<string, unknown>> = {},
): KubeObject {
  const own = { name, uid: `${kind}-${name}-uid`, resourceVersion: '7', generation: 1 };
  const place = namespace === null ? {} : { namespace };
  return {
    apiVersion,
    kind,
    metadata: { ...own, ...place, ...(metadata as object) },
    ...rest,
  } as unknown as KubeObject;
}

/** A reference of an owner that controls. */
export function ownedBy(owner: KubeObject) {
  const { apiVersion, kind, metadata } = owner;
  return { ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }] };
}

export function consider(action: Action, stage: Stage): Promise<Proposal> {
  const { target, params = action.example, objects = [], unreadable = [], finding = null } = stage;
  const reader = fakeReader([target, ...objects], unreadable);
  return action.consider({ target, params, finding, reader, now: NOW });
}

/** The ids of all reasons against it; empty where it is proposed. */
export async function refusalsOf(action: Action, stage: Stage): Promise<readonly string[]> {
  const proposal = await consider(action, stage);
  return proposal.state === 'refused' ? proposal.refusals.map(({ id }) => id) : [];
}

/** The proposal that a good stage must lead to. */
export async function proposed(action: Action, stage: Stage) {
  const proposal = await consider(action, stage);
  if (proposal.state === 'proposed') return proposal;
  throw new Error(`refused: ${proposal.refusals.map(({ reason }) => reason).join('; ')}`);
}

/** What verify says of a cluster as it is afterwards: without the target, unless it is among the objects. */
export function verified(
  action: Action,
  { target, params = action.example, objects = [], unreadable = [] }: Stage,
  written: readonly (KubeObject | null)[] = [],
): Promise<Progress> {
  const reader = fakeReader(objects, unreadable);
  return action.verify({ target, params, written, reader, writtenAt: NOW, now: NOW });
}
