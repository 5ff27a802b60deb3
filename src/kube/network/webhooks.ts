import type { ObjectOf } from '../object.ts';

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

/** `Webhook a calls`, `Webhooks a, b, c and 2 more call`: the subject and verb of a sentence. */
export function webhooksCall(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.length === 1 ? `Webhook ${names[0]} calls` : `Webhooks ${names.slice(0, 3).join(', ')}${more} call`;
}

/** The fields that say what a webhook calls, and what its failure means. */
export function webhookEvidence(webhooks: readonly Webhook[]) {
  return webhooks.slice(0, 2).flatMap((webhook) => [
    { path: `webhooks[name=${webhook.name}].clientConfig.service`, value: { ...webhookService(webhook) } },
    { path: `webhooks[name=${webhook.name}].failurePolicy`, value: webhook.failurePolicy ?? 'Fail' },
  ]);
}

interface Source {
  all<T extends (typeof WEBHOOK_KINDS)[number]>(kind: T): readonly ObjectOf<T>[];
}

type ByName = ReadonlyMap<
  string,
  readonly { readonly configuration: WebhookConfiguration; readonly webhook: Webhook }[]
>;

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
