import { validityOf } from '../certificates/expiry.ts';
import { type Webhook, type WebhookConfiguration, webhookService } from '../network/webhooks.ts';
import type { CaBundle } from '../object.ts';
import { MINUTE_MS } from '../time.ts';

/** So long may an injector take. */
const INJECTION_MS = 2 * MINUTE_MS;

/** Webhooks of a configuration whose certificate nobody can trust, for one reason. */
export interface BundleProblem {
  readonly problem: 'not-set' | 'unreadable' | 'expired';
  readonly webhooks: readonly Webhook[];
  readonly bundle: CaBundle | undefined;
}

interface Clock {
  readonly takenAtMs: number;
  age(timestamp: string | undefined): number;
}

/**
 * The webhooks of a configuration that no call can reach because of their `caBundle`.
 *
 * Without one the system's roots count: wrong for a Service of the cluster as a rule, but surely so only where an
 * annotation asks an injector to fill it.
 */
export function bundleProblems(configuration: WebhookConfiguration, clock: Clock): readonly BundleProblem[] {
  const { creationTimestamp, deletionTimestamp } = configuration.metadata;
  const young = creationTimestamp !== undefined && clock.age(creationTimestamp) < INJECTION_MS;
  if (young || deletionTimestamp !== undefined) return [];
  const found = new Map<
    string,
    { problem: BundleProblem['problem']; webhooks: Webhook[]; bundle: CaBundle | undefined }
  >();
  for (const webhook of configuration.webhooks ?? []) {
    const bundle = configuration.caBundles?.[webhook.name ?? ''];
    const problem = problemOf(webhook, bundle, configuration, clock.takenAtMs);
    if (problem === null) continue;
    const known = found.get(problem);
    if (known === undefined) found.set(problem, { problem, webhooks: [webhook], bundle });
    else known.webhooks.push(webhook);
  }
  return [...found.values()];
}

function problemOf(
  webhook: Webhook,
  bundle: CaBundle | undefined,
  { metadata }: WebhookConfiguration,
  nowMs: number,
): BundleProblem['problem'] | null {
  if (bundle === undefined) return null;
  if (bundle.state === 'unreadable') return 'unreadable';
  if (bundle.state === 'ok') return validityOf(bundle, nowMs).state === 'expired' ? 'expired' : null;
  const asked = Object.keys(metadata.annotations ?? {}).some((key) => /\/inject-(ca-|cabundle)/.test(key));
  return asked && webhookService(webhook) !== undefined ? 'not-set' : null;
}
