import type { KubeObject } from '../object.ts';
import { selectorMatches, selectorText } from '../selectors.ts';
import type { Webhook } from './webhooks.ts';

/** What a webhook that cannot be called stops. */
export interface WebhookReach {
  /** True where requests fail with it; false where the API server goes on without (`failurePolicy: Ignore`). */
  readonly failsClosed: boolean;
  /** True where creating pods is among what it is asked about. */
  readonly pods: boolean;
  /** True where no namespace has the labels it wants, so that nothing is asked. */
  readonly nowhere: boolean;
}

/**
 * What several webhooks reach together.
 *
 * @param namespaces null where they were not read
 */
export function reachOf(webhooks: readonly Webhook[], namespaces: readonly KubeObject[] | null): WebhookReach {
  const reaching = webhooks.filter((webhook) => namespaces === null || reachesSome(webhook, namespaces));
  const closed = reaching.filter(({ failurePolicy }) => failurePolicy !== 'Ignore');
  return { failsClosed: closed.length > 0, pods: closed.some(asksAboutPods), nowhere: reaching.length === 0 };
}

/** A selector of namespaces speaks of a cluster-scoped object only if that is a namespace itself. */
function reachesSome({ namespaceSelector, rules }: Webhook, namespaces: readonly KubeObject[]): boolean {
  if (namespaceSelector === undefined || selectorText(namespaceSelector) === '<everything>') return true;
  if ((rules ?? []).some(({ scope }) => scope === 'Cluster')) return true;
  return namespaces.some(({ metadata }) => selectorMatches(namespaceSelector, metadata.labels));
}

/** An object selector that an unlabelled pod would pass is one that leaves out exceptions only. */
function asksAboutPods({ rules, objectSelector }: Webhook): boolean {
  if (objectSelector !== undefined && !selectorMatches(objectSelector, {})) return false;
  return (rules ?? []).some(
    ({ apiGroups = [], operations = [], resources = [], scope }) =>
      scope !== 'Cluster' &&
      apiGroups.some((group) => group === '' || group === '*') &&
      operations.some((operation) => operation === 'CREATE' || operation === '*') &&
      resources.some((resource) => resource === 'pods' || resource === '*' || resource === '*/*'),
  );
}

/** True if creating pods in this namespace waits for one of these webhooks. */
export function blocksPodsIn(webhooks: readonly Webhook[], namespace: KubeObject): boolean {
  return reachOf(webhooks, [namespace]).pods;
}

/** What it means that webhooks cannot be called, as the end of a sentence. */
export function effectText(effect: WebhookEffect): string {
  switch (effect) {
    case 'pods':
      return 'so no pod can be created where it applies';
    case 'requests':
      return 'so the requests that it guards are refused';
    case 'skipped':
      return 'and is skipped, since its failurePolicy is Ignore';
    case 'none':
      return 'though no namespace has the labels that it wants';
  }
}

export const WEBHOOK_EFFECTS = ['pods', 'requests', 'skipped', 'none'] as const;

export type WebhookEffect = (typeof WEBHOOK_EFFECTS)[number];

/** What it means that webhooks cannot be called. */
export function effectOf({ failsClosed, pods, nowhere }: WebhookReach): WebhookEffect {
  if (nowhere) return 'none';
  if (!failsClosed) return 'skipped';
  return pods ? 'pods' : 'requests';
}

/** How bad that is. */
export const EFFECT_SEVERITY = { pods: 'critical', requests: 'high', skipped: 'medium', none: 'low' } as const;
