import type { PodSpec } from '../../../src/kube/object.ts';
import type { Cluster } from './cluster.ts';
import { imageTrouble, pullSecretsOf } from './images.ts';
import { probeTrouble } from './probes.ts';
import { mountTrouble, referenceTrouble } from './references.ts';
import { runTrouble } from './run.ts';
import { placementOf } from './scheduling.ts';

type Container = NonNullable<PodSpec['containers']>[number];

/** What becomes of a pod: how far it gets, and what is said where it gets no further. */
export type Fate =
  | { readonly state: 'runs' }
  | { readonly state: 'unscheduled'; readonly message: string }
  | { readonly state: 'unmounted'; readonly message: string }
  | InContainer;

/** What keeps one container from running well. */
export type InContainer =
  /** The container is not made. */
  | (In & { readonly state: 'waiting'; readonly reason: string; readonly message: string; readonly said: string })
  /** The container ends by itself, again and again. */
  | (In & { readonly state: 'ends'; readonly exitCode: number; readonly reason: string; readonly message?: string })
  /** The kubelet kills it. */
  | (In & { readonly state: 'killed'; readonly probe: 'Liveness' | 'Startup'; readonly message: string })
  | (In & { readonly state: 'unready'; readonly started: boolean; readonly message: string });

export interface In {
  readonly container: string | undefined;
  readonly init?: boolean;
}

/** A pod to be, and what is known of the place that it comes to. */
export interface PodPlan {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly spec: PodSpec;
  /** True where the nodes have the images already, as the application ran before. */
  readonly pulled: boolean;
}

export function fateOf(plan: PodPlan, cluster: Cluster): Fate {
  const placement = placementOf(plan, cluster);
  if (typeof placement === 'string') return { state: 'unscheduled', message: placement };
  const unmounted = mountTrouble(plan, cluster);
  if (unmounted !== undefined) return { state: 'unmounted', message: unmounted };
  const { initContainers = [], containers = [] } = plan.spec;
  for (const container of initContainers) {
    const trouble = containerTrouble(container, plan, cluster);
    if (trouble !== undefined) return { ...trouble, init: true };
  }
  for (const container of containers) {
    const trouble = containerTrouble(container, plan, cluster) ?? probeTrouble(container);
    if (trouble !== undefined) return trouble;
  }
  return { state: 'runs' };
}

function containerTrouble(container: Container, plan: PodPlan, cluster: Cluster): InContainer | undefined {
  return (
    imageTrouble(container, plan, pullSecretsOf(plan, cluster)) ??
    referenceTrouble(container, plan, cluster) ??
    runTrouble(container, cluster)
  );
}
