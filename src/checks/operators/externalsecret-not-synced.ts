import { z } from 'zod';
import { conditionIn, conditionSeen, failedFor, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { secretOf } from '../../kube/custom/secret-makers.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const externalsecretNotSynced = defineCheck({
  id: 'externalsecret-not-synced',
  title: 'ExternalSecret is not synced',
  severity: 'high',
  level: 'cause',
  subject: 'ExternalSecret',
  consults: ['ClusterSecretStore', 'Secret', 'SecretStore'],
  source: 'https://external-secrets.io/latest/introduction/faq/',
  facts: z.object({
    secret: z.string(),
    store: z.string(),
    storeMissing: z.boolean(),
    /** True where the Secret is there from before, and only gets no news. */
    stale: z.boolean(),
    says: z.string(),
  }),
  message: ({ secret, store, storeMissing, stale, says }) =>
    `Secret ${secret} is not ${stale ? 'kept up to date' : 'made'} from ${store}${storeMissing ? ', which does not exist' : `: ${says}`}`,
  fixes: (_facts, { object }) => [
    { text: 'See the ExternalSecret and its events', command: describe(object) },
    {
      text: 'See the stores and whether they are ready',
      command: kubectl('get', 'secretstores,clustersecretstores', '-A'),
    },
  ],
  *find(external, view) {
    const condition = failedFor(external, 'Ready', 5 * MINUTE_MS, view);
    if (condition === undefined || condition.reason === 'SecretDeleted') return;
    const { namespace = '' } = external.metadata;
    const kind =
      textAt(external.spec, 'secretStoreRef', 'kind') === 'ClusterSecretStore' ? 'ClusterSecretStore' : 'SecretStore';
    const name = textAt(external.spec, 'secretStoreRef', 'name');
    const where = kind === 'SecretStore' ? namespace : null;
    const found = name === '' ? undefined : view.get(kind, where, name);
    const storeMissing = found?.state === 'missing';
    const storeDown = found?.state === 'found' && conditionIn(found.object.status, 'Ready')?.status === 'False';
    const secret = secretOf(external);
    const stale = view.get('Secret', namespace, secret).state === 'found';
    yield {
      cause: storeMissing ? `${kind} ${name}` : 'sync',
      severity: stale ? 'medium' : 'high',
      since: standingSince(condition),
      shared: storeMissing ? refTo(kind, where, name) : undefined,
      explainedBy: storeDown ? [refTo(kind, where, name)] : [],
      facts: {
        secret,
        store: name === '' ? 'its source' : `${kind} ${name}`,
        storeMissing,
        stale,
        says: saysOf(condition),
      },
      evidence: [{ path: 'spec.secretStoreRef.name', value: name }, ...conditionSeen(condition)],
    };
  },
});
