import { z } from 'zod';
import { conditionIn, conditionSeen, saysOf, standingMs, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { describe } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Conditions that are bad news when they are true, nearest to the cause first. One that waits for approval is none. */
const BAD = [
  'CatalogSourcesUnhealthy',
  'BundleUnpackFailed',
  'ResolutionFailed',
  'InstallPlanFailed',
  'InstallPlanMissing',
];

export const olmSubscriptionFailed = defineCheck({
  id: 'olm-subscription-failed',
  title: 'Operator cannot be installed or updated',
  severity: 'high',
  level: 'failure',
  subject: 'Subscription',
  consults: ['CatalogSource'],
  source: 'https://olm.operatorframework.io/docs/concepts/crds/subscription/',
  facts: z.object({
    package: z.string(),
    type: z.string(),
    catalogue: z.string(),
    catalogueMissing: z.boolean(),
    says: z.string(),
  }),
  message: ({ package: name, type, catalogue, catalogueMissing, says }) =>
    `Operator ${name} cannot be installed or updated: ` +
    (catalogueMissing ? `CatalogSource ${catalogue} does not exist` : `${type}: ${says}`),
  fixes: (_facts, { object }) => [{ text: 'See the subscription and its conditions', command: describe(object) }],
  *find(subscription, view) {
    const condition = BAD.map((type) => conditionIn(subscription.status, type)).find((one) => one?.status === 'True');
    if (condition === undefined || subscription.metadata.deletionTimestamp !== undefined) return;
    if (standingMs(condition, subscription, view) < 5 * MINUTE_MS) return;
    const catalogue = {
      namespace: textAt(subscription.spec, 'sourceNamespace'),
      name: textAt(subscription.spec, 'source'),
    };
    const found = view.get('CatalogSource', catalogue.namespace, catalogue.name);
    const ref = refTo('CatalogSource', catalogue.namespace, catalogue.name);
    const plan = textAt(subscription.status, 'installPlanRef', 'name');
    const state = found.state === 'found' ? textAt(found.object.status, 'connectionState', 'lastObservedState') : '';
    yield {
      cause: condition.type,
      since: standingSince(condition),
      shared: found.state === 'missing' ? ref : undefined,
      explainedBy:
        condition.type === 'InstallPlanFailed' && plan !== ''
          ? [refTo('InstallPlan', subscription.metadata.namespace ?? '', plan)]
          : state !== '' && state !== 'READY'
            ? [ref]
            : [],
      facts: {
        package: textAt(subscription.spec, 'name'),
        type: condition.type,
        catalogue: `${catalogue.namespace}/${catalogue.name}`,
        catalogueMissing: found.state === 'missing',
        says: saysOf(condition),
      },
      evidence: conditionSeen(condition),
    };
  },
});
