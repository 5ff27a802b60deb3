import { type Webhook, webhookService } from '../network/webhooks.ts';
import type { KubeObject } from '../object.ts';
import { selectorMatches, selectorText } from '../selectors.ts';

/** True for a webhook that is asked about the creation of everything, and whose silence is a refusal. */
export function catchesAll({ failurePolicy, rules, objectSelector, matchConditions }: Webhook): boolean {
  if (failurePolicy === 'Ignore' || (matchConditions ?? []).length > 0) return false;
  if (objectSelector !== undefined && selectorText(objectSelector) !== '<everything>') return false;
  return (rules ?? []).some(
    ({ apiGroups = [], operations = [], resources = [], scope }) =>
      scope !== 'Cluster' &&
      apiGroups.includes('*') &&
      operations.some((operation) => operation === 'CREATE' || operation === '*') &&
      resources.some((resource) => resource === '*' || resource === '*/*'),
  );
}

/** Of kube-system and the webhook's own namespace those that it is asked about. */
export function namespacesAtRisk(webhook: Webhook, find: (name: string) => KubeObject | undefined): readonly string[] {
  const own = webhookService(webhook)?.namespace;
  return [...new Set(['kube-system', ...(own === undefined ? [] : [own])])].filter((name) => {
    const namespace = find(name);
    if (namespace === undefined) return false;
    const { namespaceSelector } = webhook;
    return namespaceSelector === undefined || selectorMatches(namespaceSelector, namespace.metadata.labels);
  });
}
