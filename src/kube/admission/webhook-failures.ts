import { findWebhook, WEBHOOK_KINDS, type WebhookConfiguration, webhooksByName } from '../network/webhooks.ts';
import type { KubeEvent, KubeObject, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refOf, refTo } from '../object-ref.ts';
import { refusedBy, type StandingRefusal } from '../workloads/creation.ts';

/** Why a webhook could not be called: its certificate is not trusted, it does not answer in time, or anything else. */
export type WebhookFailureClass = 'certificate' | 'timeout' | 'other';

/** A webhook that cannot be called, so that the pods of a workload are refused. */
export interface WebhookFailure {
  readonly webhook: string;
  readonly configuration: WebhookConfiguration | null;
  /** `namespace/name` of the Service that it is called through; null for a URL. */
  readonly service: string | null;
  /** How long the API server waits for its answer; null where its configuration was not read. */
  readonly timeoutSeconds: number | null;
  /** What the API server ran into. */
  readonly problem: string;
  readonly since: string | null;
  readonly seen: StandingRefusal['seen'];
  /** The configuration, or the Service: what several workloads have in common that are refused because of it. */
  readonly shared: ObjectRef | undefined;
}

interface Surroundings {
  readonly takenAtMs: number;
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
  controlledBy(kind: 'Pod', owner: KubeObject): readonly Pod[];
  all<T extends (typeof WEBHOOK_KINDS)[number]>(kind: T): readonly ObjectOf<T>[];
  shared<T>(derive: (view: Pick<Surroundings, 'all'>) => T): T;
}

/** The kinds that are looked at to find the webhook. */
export const FAILURE_KINDS = ['Event', 'Pod', ...WEBHOOK_KINDS] as const;

/** The default of `timeoutSeconds`. */
const TIMEOUT_SECONDS = 10;
const MOST_TEXT = 200;

/** The webhook because of which a workload's pods are refused, if it cannot be called for a reason of that class. */
export function webhookFailure(
  workload: KubeObject,
  view: Surroundings,
  wanted: WebhookFailureClass,
): WebhookFailure | undefined {
  const refused = refusedBy(workload, view, 'webhook-failure');
  if (refused === undefined || classOf(refused.refusal.problem) !== wanted) return undefined;
  const { webhook, service, problem } = refused.refusal;
  const configuration = findWebhook(view.shared(webhooksByName), webhook, service) ?? null;
  const own = configuration?.webhooks?.find(({ name }) => name === webhook);
  return {
    webhook,
    configuration,
    service: service === null ? null : `${service.namespace}/${service.name}`,
    timeoutSeconds: configuration === null ? null : (own?.timeoutSeconds ?? TIMEOUT_SECONDS),
    problem: problem.slice(0, MOST_TEXT),
    since: refused.since,
    seen: refused.seen,
    shared:
      configuration === null
        ? service === null
          ? undefined
          : refTo('Service', service.namespace, service.name)
        : refOf(configuration),
  };
}

function classOf(problem: string): WebhookFailureClass {
  if (/x509:|\btls: |root certificates/.test(problem)) return 'certificate';
  return /deadline exceeded|timeout|timed out/i.test(problem) ? 'timeout' : 'other';
}
