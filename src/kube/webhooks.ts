import type { KubeObject, ObjectOf } from './object.ts';
import { selectorMatches, selectorText } from './selectors.ts';

/** The kinds that register admission webhooks. */
export const WEBHOOK_KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

export type WebhookConfiguration = ObjectOf<(typeof WEBHOOK_KINDS)[number]>;
export type Webhook = NonNullable<WebhookConfiguration['webhooks']>[number];

/** The Service that a webhook is called through. */
export interface WebhookService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** The Service of a webhook; undefined where it is called by URL. */
export function webhookService(webhook: Webhook): WebhookService | undefined {
  const { namespace, name, port = 443 } = webhook.clientConfig?.service ?? {};
  return namespace && name ? { namespace, name, port } : undefined;
}

/** The webhooks of a configuration that are called through the same Service and port, each Service once. */
export function webhooksByService(
  configuration: WebhookConfiguration,
): readonly { readonly service: WebhookService; readonly webhooks: readonly Webhook[] }[] {
  const groups = new Map<string, { service: WebhookService; webhooks: Webhook[] }>();
  for (const webhook of configuration.webhooks ?? []) {
    const service = webhookService(webhook);
    if (service === undefined) continue;
    const key = `${service.namespace}/${service.name}:${service.port}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { service, webhooks: [webhook] });
    else group.webhooks.push(webhook);
  }
  return [...groups.values()];
}

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

interface Source {
  all<T extends (typeof WEBHOOK_KINDS)[number]>(kind: T): readonly ObjectOf<T>[];
}

type ByName = ReadonlyMap<string, readonly { readonly configuration: WebhookConfiguration; readonly webhook: Webhook }[]>;

/** All webhooks by the name under which the API server speaks of them: unique within a configuration only. */
export function webhooksByName(view: Source): ByName {
  const index = new Map<string, { configuration: WebhookConfiguration; webhook: Webhook }[]>();
  for (const configuration of WEBHOOK_KINDS.flatMap((kind): readonly WebhookConfiguration[] => view.all(kind))) {
    for (const webhook of configuration.webhooks ?? []) {
      const known = index.get(webhook.name ?? '');
      if (known === undefined) index.set(webhook.name ?? '', [{ configuration, webhook }]);
      else known.push({ configuration, webhook });
    }
  }
  return index;
}

/** The configuration of a webhook that is called by that name and through that Service. */
export function findWebhook(
  index: ByName,
  name: string,
  service: { readonly namespace: string; readonly name: string } | null,
): WebhookConfiguration | undefined {
  return index.get(name)?.find(({ webhook }) => {
    const own = webhookService(webhook);
    return service === null ? own === undefined : own?.namespace === service.namespace && own.name === service.name;
  })?.configuration;
}
