import type { Finding } from '../../findings/finding.ts';
import { quantityValue } from '../../kube/quantities.ts';

const MEBIBYTE = 2 ** 20;

/** An action that may mend what a finding is about. */
export interface Candidate {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const UNDO: Candidate = { action: 'rollout.undo', params: { toRevision: 'lastHealthy' } };

type Choose = (finding: Finding) => readonly Candidate[];

const always =
  (...candidates: readonly Candidate[]): Choose =>
  () =>
    candidates;

/** What a bad template breaks, an earlier template mends. Whether there is one, the action itself says. */
const byUndo = [
  'image-arch-mismatch',
  'image-not-found',
  'image-pull-secret-missing',
  'image-name-invalid',
  'image-pull-failed',
  'image-pull-network',
  'image-pull-unauthorized',
  'image-verification-failed',
  'image-never-pull-absent',
  'container-command-invalid',
  'container-exits-immediately',
  'container-liveness-killed',
  'container-startup-probe-failing',
  'pod-crash-loop',
  'pod-create-config-error',
  'pod-create-container-error',
  'pod-init-failing',
  'pod-not-ready',
  'probe-port-mismatch',
  'config-map-missing',
  'config-map-key-missing',
  'secret-missing',
  'secret-key-missing',
  'deployment-rollout-stalled',
  'statefulset-rollout-stuck',
  'daemonset-rollout-stuck',
  'pod-exceeds-any-node',
  'pod-node-selector-unsatisfiable',
];

const CANDIDATES: Readonly<Record<string, Choose>> = {
  ...Object.fromEntries(byUndo.map((check) => [check, always(UNDO)])),
  // With a preStop hook that fails the container works, as long as it runs.
  'container-hook-failed': ({ facts }) => (facts['hook'] === 'postStart' ? [UNDO] : []),
  'container-oom-killed': ({ facts }) => moreMemory(facts['container'], facts['memoryLimit']),
  // A limit of its own takes the place of the default.
  'limitrange-default-oom': ({ facts }) => moreMemory(facts['container'], facts['memoryLimit']),
  'service-selector-no-match': always({ action: 'service.fix', params: { selector: 'nearest' } }),
  'service-target-port-unresolved': ({ facts }) => [
    { action: 'service.fix', params: { targetPort: 'only', port: facts['port'] } },
  ],
  'deployment-paused': always({ action: 'rollout.resume', params: {} }),
  'cronjob-suspended': always({ action: 'cronjob.resume', params: {} }),
  'job-failed': ({ subject }) => (subject.kind === 'Job' ? [{ action: 'job.retry', params: {} }] : []),
  'hpa-at-max': ({ facts }) => raisedMaximum(facts['max']),
  'pod-evicted': ({ subject }) => (subject.kind === 'Pod' ? [{ action: 'object.delete', params: {} }] : []),
  'node-cordoned': always({ action: 'node.uncordon', params: {} }),
  'namespace-terminating-stuck': always({ action: 'namespace.unstick', params: {} }),
  'pod-terminating-stuck': ({ facts }) => firstOf('finalizer.remove', 'finalizer', facts['finalizers']),
  'webhook-backend-down': ({ facts }) => firstOf('webhook.disable', 'webhook', facts['webhooks']),
  'webhook-backend-missing': ({ facts }) => firstOf('webhook.disable', 'webhook', facts['webhooks']),
};

/** The actions that are proposed for a finding, the most promising first; none where only a person can know. */
export function candidatesFor(finding: Finding): readonly Candidate[] {
  return CANDIDATES[finding.check]?.(finding) ?? [];
}

/** The checks that have candidates, for the documentation and its test. */
export const CHECKS_WITH_CANDIDATES: readonly string[] = Object.keys(CANDIDATES).sort();

/** Half as much more, and never above twice what it has. */
function moreMemory(container: unknown, limit: unknown): readonly Candidate[] {
  const bytes = typeof limit === 'string' ? quantityValue(limit) : undefined;
  if (bytes === undefined || bytes <= 0) return [];
  const ceiling = `${Math.ceil((2 * bytes) / MEBIBYTE)}Mi`;
  return [{ action: 'resources.bump', params: { container, memory: { factor: 1.5, ceiling } } }];
}

function firstOf(action: string, param: string, values: unknown): readonly Candidate[] {
  const [first] = Array.isArray(values) ? values : [];
  return typeof first === 'string' ? [{ action, params: { [param]: first } }] : [];
}

/** Half as many more, and one at least. */
function raisedMaximum(max: unknown): readonly Candidate[] {
  if (typeof max !== 'number') return [];
  return [{ action: 'hpa.adjust', params: { maxReplicas: Math.max(max + 1, Math.ceil(max * 1.5)) } }];
}
