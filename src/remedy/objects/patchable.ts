import { groupOf } from '../../kube/kinds.ts';
import type { AnyKind } from '../live/reader.ts';
import type { Segment } from '../write.ts';

/** A pattern of a path: `*` stands for one field or item, `**` at the end for all that is below. */
type Pattern = string;

/** Of a container only what has no action of its own: image, resources and probes have; what it runs is not changed. */
const CONTAINER: readonly Pattern[] = ['env.**', 'terminationMessagePolicy', 'imagePullPolicy', 'workingDir'];

const POD: readonly Pattern[] = [
  ...CONTAINER.flatMap((part) => [`containers.*.${part}`, `initContainers.*.${part}`]),
  'affinity.**',
  'dnsConfig.**',
  'dnsPolicy',
  'hostAliases.**',
  'nodeSelector.**',
  'terminationGracePeriodSeconds',
  'tolerations.**',
  'topologySpreadConstraints.**',
];

const TEMPLATE: readonly Pattern[] = POD.map((part) => `spec.template.spec.${part}`);

const WORKLOAD: readonly Pattern[] = ['spec.minReadySeconds', 'spec.revisionHistoryLimit', ...TEMPLATE];

/** What `patch` may change, by group and kind. What is not here is not changed. */
const PATHS: Readonly<Record<string, readonly Pattern[]>> = {
  '/ConfigMap': ['data.*'],
  '/Service': [
    'spec.ports.**',
    'spec.publishNotReadyAddresses',
    'spec.selector.**',
    'spec.sessionAffinity',
    'spec.trafficDistribution',
  ],
  'apps/DaemonSet': [...WORKLOAD, 'spec.updateStrategy.**'],
  'apps/Deployment': [...WORKLOAD, 'spec.progressDeadlineSeconds', 'spec.strategy.**'],
  'apps/StatefulSet': [...WORKLOAD, 'spec.updateStrategy.**'],
  'autoscaling/HorizontalPodAutoscaler': ['spec.behavior.**', 'spec.metrics.**'],
  'batch/CronJob': [
    'spec.concurrencyPolicy',
    'spec.failedJobsHistoryLimit',
    'spec.schedule',
    'spec.startingDeadlineSeconds',
    'spec.successfulJobsHistoryLimit',
    'spec.timeZone',
    ...['activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'].map(
      (part) => `spec.jobTemplate.spec.${part}`,
    ),
    ...TEMPLATE.map((part) => `spec.jobTemplate.${part}`),
  ],
  'batch/Job': ['spec.activeDeadlineSeconds', 'spec.parallelism', 'spec.suspend', 'spec.ttlSecondsAfterFinished'],
  'networking.k8s.io/Ingress': ['spec.defaultBackend.**', 'spec.ingressClassName', 'spec.rules.**'],
};

/** The patterns of the paths that may be changed in objects of this kind; none for most kinds. */
export function patchablePaths({ apiVersion, kind }: AnyKind): readonly string[] {
  const key = `${groupOf(apiVersion)}/${kind}`;
  return Object.hasOwn(PATHS, key) ? (PATHS[key] ?? []) : [];
}

/** True where one of the patterns stands for this path. */
export function isPatchable(path: readonly Segment[], patterns: readonly string[]): boolean {
  return patterns.some((pattern) => fits(path, pattern.split('.')));
}

/** The `**` also stands for its parent: to replace a list as a whole is to change what is in it. */
function fits(path: readonly Segment[], pattern: readonly string[]): boolean {
  const below = pattern.at(-1) === '**';
  const fixed = below ? pattern.slice(0, -1) : pattern;
  if (below ? path.length < fixed.length : path.length !== fixed.length) return false;
  return fixed.every((part, index) => (part === '*' ? true : part === path[index]));
}
