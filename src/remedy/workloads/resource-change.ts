import type { Container } from '../../kube/object.ts';
import { quantityValue } from '../../kube/quantities.ts';
import type { Looking, Proposal, Refusal } from '../action.ts';
import { refused } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import type { Edit, Right } from '../write.ts';
import { effectiveResources } from './demand.ts';
import { growthOf, limitRangeRefusals, orderRefusals, RESOURCES, type Resource } from './resource-rules.ts';
import { resourceScalersOf, type Scaler } from './scalers.ts';
import { lookAtRollout, proposeTemplateChange, type RolloutFacts } from './template-change.ts';
import { type PlacedContainer, withContainer } from './template-container.ts';
import { ROLLOUT_RIGHTS, right, textOf, unreadable, type Workload } from './workload.ts';

/** What is to be known before the resources of a template are changed. */
export interface ResourceFacts extends RolloutFacts {
  readonly verticals: ListRead<Scaler>;
}

/** The rights that go with it. */
export const RESOURCE_RIGHTS: readonly Right[] = [
  ...ROLLOUT_RIGHTS,
  right('autoscaling.k8s.io', 'verticalpodautoscalers', 'list'),
];

/** Reads what every change of resources depends on. */
export async function lookAtResources(looking: Pick<Looking<unknown>, 'target' | 'reader'>): Promise<ResourceFacts> {
  const verticals = await resourceScalersOf(looking.target, looking.reader);
  return { ...(await lookAtRollout(looking)), verticals };
}

/** Requests and limits that are to be written, by resource. */
export interface WantedResources {
  readonly requests: { readonly [R in Resource]?: string | undefined };
  readonly limits: { readonly [R in Resource]?: string | undefined };
}

/** The edits that make a container's resources these; what is equal already is left out. */
export function resourceEdits(container: PlacedContainer, wanted: WantedResources): readonly Edit[] {
  return (['requests', 'limits'] as const).flatMap((part) =>
    RESOURCES.flatMap((resource): Edit[] => {
      const value = wanted[part][resource];
      const is = container.spec.resources?.[part]?.[resource];
      if (value === undefined || quantityValue(value) === quantityValue(is)) return [];
      return [{ path: [...container.path, 'resources', part, resource], value }];
    }),
  );
}

/** A container with other requests and limits. */
export function withResources(container: Container, wanted: WantedResources): Container {
  const { requests, limits } = container.resources ?? {};
  return {
    ...container,
    resources: {
      ...container.resources,
      requests: { ...requests, ...wanted.requests },
      limits: { ...limits, ...wanted.limits },
    },
  };
}

/** `limits memory 128Mi to 256Mi`, several joined. */
export function changesText(container: PlacedContainer, edits: readonly Edit[]): string {
  return edits
    .map(({ path, value }) => {
      const [part, resource] = path.slice(-2).map(String);
      const was = part === 'limits' ? container.spec.resources?.limits : container.spec.resources?.requests;
      const noun = part === 'limits' ? 'limit' : 'request';
      return `${resource} ${noun} from ${was?.[resource ?? ''] ?? 'none'} to ${value}`;
    })
    .join(', ');
}

/** Judges what all changes of a template's resources have in common, and makes the proposal. */
export function proposeResources(change: {
  readonly workload: Workload;
  readonly container: PlacedContainer;
  readonly wanted: WantedResources;
  readonly facts: ResourceFacts;
  readonly deleteStuckPods: boolean;
  readonly refusals: readonly Refusal[];
  readonly notes?: readonly string[];
}): Proposal {
  const { workload, container, wanted, facts } = change;
  const name = textOf(workload);
  const ranges = facts.limitRanges.state === 'listed' ? facts.limitRanges.objects : [];
  const made = withResources(container.spec, wanted);
  const after = withContainer(workload.spec?.template?.spec ?? {}, container, made);
  const [before, effective] = [effectiveResources(container.spec, ranges), effectiveResources(made, ranges)];
  const edits = resourceEdits(container, wanted);
  if (edits.length === 0 && change.refusals.length === 0)
    return refused({
      id: 'same-resources',
      reason: `container ${container.name} of ${name} has these resources already`,
    });
  return proposeTemplateChange({
    workload,
    facts,
    edits,
    after,
    deleteStuckPods: change.deleteStuckPods,
    refusals: [
      ...change.refusals,
      ...verticalRefusals(name, facts.verticals),
      ...orderRefusals(container.name, effective),
      ...limitRangeRefusals(container.name, effective, after, ranges),
    ],
    summary: `set resources of container ${container.name} in ${name}: ${changesText(container, edits)}`,
    wayBack: 'The old requests and limits are put back, which replaces the pods once more',
    resourceFactor: growthOf(before, effective),
    ...(change.notes === undefined ? {} : { notes: change.notes }),
  });
}

/** A VerticalPodAutoscaler that only recommends is in nobody's way. */
function verticalRefusals(name: string, verticals: ListRead<Scaler>): readonly Refusal[] {
  if (verticals.state === 'unreadable') return [unreadable('VerticalPodAutoscalers', verticals.reason)];
  return verticals.objects
    .filter(({ mode }) => mode !== 'Off')
    .map(({ object }) => ({
      id: 'vertically-autoscaled',
      reason: `${textOf(object)} decides what the containers of ${name} request`,
      hint: 'change its bounds, or set its updateMode to Off',
    }));
}
