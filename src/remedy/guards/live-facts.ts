import type { Budget } from '../../kube/autoscaling/budgets.ts';
import type { KubeObject, ObjectOf, Pod, PodSpec } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import type { FleetNode } from '../../kube/scheduling/fleet.ts';
import type { Need } from '../../kube/scheduling/node-fit.ts';
import type { Read } from '../live/reader.ts';
import type { Write } from '../write.ts';
import type { Installation, Respect } from './settings.ts';

/** The target or an object that is written, with what it inherits protection from. */
export interface Subject {
  readonly object: KubeObject;
  /** What owns it, directly or not. */
  readonly owners: readonly KubeObject[];
  /** Null for a cluster-scoped object, and for a namespace that does not exist. */
  readonly namespace: ObjectOf<'Namespace'> | null;
}

export interface ProtectedFacts {
  readonly subjects: readonly Subject[];
  readonly installation: Installation;
}

export interface TargetFacts {
  readonly ref: ObjectRef;
  /** As it was planned; null while planning. */
  readonly plannedUid: string | null;
  readonly live: Read<KubeObject>;
  /** The namespaces that are written to. */
  readonly namespaces: readonly { readonly name: string; readonly live: Read<ObjectOf<'Namespace'>> }[];
}

/** Something else that sets a field that is to be changed. */
export interface Manager {
  readonly ref: ObjectRef;
  readonly kind: 'hpa' | 'keda' | 'vpa';
  readonly manages: 'replicas' | 'resources';
  readonly object: ObjectRef;
}

export interface OwnershipFacts {
  readonly managers: readonly Manager[];
  readonly writes: readonly Write[];
  readonly respect: Pick<Respect, 'hpa' | 'gitops'>;
}

/** Ready pods that a workload loses at one time. */
export interface Loss {
  readonly workload: ObjectRef;
  readonly wanted: number;
  readonly ready: number;
  readonly lost: number;
}

/** What the namespace must have room for. */
export interface QuotaFacts {
  readonly quotas: readonly ObjectOf<'ResourceQuota'>[];
  /** By the names of a quota, in base units. */
  readonly demand: Readonly<Record<string, number>>;
  /** Null where there is no template to tell. */
  readonly pod: PodSpec | null;
  readonly respect: boolean;
}

export interface CapacityFacts {
  /** What one new pod asks of a node; null where there is none. */
  readonly need: Need | null;
  readonly nodes: readonly FleetNode[];
  readonly respect: boolean;
}

export interface DisruptionBudgetFacts {
  /** Pods that are evicted or deleted. */
  readonly pods: readonly { readonly pod: Pod; readonly by: 'evict' | 'delete' }[];
  /** Of the namespaces of these pods. */
  readonly budgets: readonly Budget[];
  /** Pods that stop without anybody asking a budget: those of a rollout, or of a smaller scale. */
  readonly unasked: number;
  readonly respect: boolean;
}

export interface LimitRangeFacts {
  readonly namespaces: readonly {
    readonly namespace: string;
    readonly ranges: readonly ObjectOf<'LimitRange'>[];
    /** The objects as they would be. */
    readonly objects: readonly KubeObject[];
  }[];
  readonly respect: boolean;
}
