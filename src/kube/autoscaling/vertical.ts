import type { ObjectOf } from '../object.ts';
import { type Autoscaler, targetOf } from './autoscalers.ts';

export type VerticalAutoscaler = ObjectOf<'VerticalPodAutoscaler'>;

/** A VerticalPodAutoscaler that changes the very requests by which an autoscaler counts. */
export interface Rival {
  readonly vertical: VerticalAutoscaler;
  readonly resources: readonly string[];
}

/** Only `Off` and `Initial` leave running pods alone; one that does not say changes them. */
const HARMLESS: ReadonlySet<string> = new Set(['Off', 'Initial']);

/**
 * The VerticalPodAutoscaler of the same target that changes the requests which an autoscaler's utilization is a share of.
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/
 */
export function rivalOf(
  autoscaler: Autoscaler,
  view: { inNamespace(kind: 'VerticalPodAutoscaler', namespace: string): readonly VerticalAutoscaler[] },
): Rival | undefined {
  const { ref } = targetOf(autoscaler);
  const scaledBy = (autoscaler.spec?.metrics ?? []).flatMap(({ resource, containerResource }) => {
    const source = resource ?? containerResource;
    return source?.target?.type === 'Utilization' && source.name !== undefined ? [source.name] : [];
  });
  for (const vertical of view.inNamespace('VerticalPodAutoscaler', ref.namespace ?? '')) {
    const target = vertical.spec?.['targetRef'];
    const mode = fieldOf(vertical.spec?.['updatePolicy'], 'updateMode');
    const isSame = fieldOf(target, 'kind') === ref.kind && fieldOf(target, 'name') === ref.name;
    if (!isSame || HARMLESS.has(String(mode)) || vertical.metadata.deletionTimestamp !== undefined) continue;
    const controlled = controlledBy(vertical);
    const resources = [...new Set(scaledBy)].filter((resource) => controlled.has(resource)).sort();
    if (resources.length > 0) return { vertical, resources };
  }
  return undefined;
}

/** The resources that it changes: both, but for those that every one of its policies leaves out. */
function controlledBy({ spec }: VerticalAutoscaler): ReadonlySet<string> {
  const policies = fieldOf(spec?.['resourcePolicy'], 'containerPolicies');
  const both = ['cpu', 'memory'];
  if (!Array.isArray(policies) || policies.length === 0) return new Set(both);
  return new Set(
    policies.flatMap((policy: unknown) => {
      if (fieldOf(policy, 'mode') === 'Off') return [];
      const named = fieldOf(policy, 'controlledResources');
      return Array.isArray(named) ? named.map(String) : both;
    }),
  );
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
