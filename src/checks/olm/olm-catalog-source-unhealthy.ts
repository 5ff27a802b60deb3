import { z } from 'zod';
import { textAt } from '../../kube/custom/fields.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmCatalogSourceUnhealthy = defineCheck({
  id: 'olm-catalog-source-unhealthy',
  title: 'Catalogue of operators does not answer',
  severity: 'high',
  level: 'failure',
  subject: 'CatalogSource',
  source: 'https://olm.operatorframework.io/docs/concepts/crds/catalogsource/',
  facts: z.object({ state: z.string(), address: z.string() }),
  message: ({ state, address }) =>
    `The catalogue${address === '' ? '' : ` at ${address}`} is ${state}: no operator of the namespaces it serves is installed or updated`,
  fixes: (_facts, { object }) => [
    {
      text: 'See the pod that serves it',
      command: kubectl('get', 'pods', ...inNamespaceOf(object), '-l', `olm.catalogSource=${object.name}`),
    },
    { text: 'See the catalogue', command: describe(object) },
  ],
  *find(catalogue, view) {
    const state = textAt(catalogue.status, 'connectionState', 'lastObservedState');
    const since = textAt(catalogue.status, 'connectionState', 'lastConnect') || null;
    const { creationTimestamp, deletionTimestamp } = catalogue.metadata;
    if (state === '' || state === 'READY' || state === 'IDLE' || deletionTimestamp !== undefined) return;
    if (view.age(creationTimestamp) < 5 * MINUTE_MS || (since !== null && view.age(since) < 5 * MINUTE_MS)) return;
    yield {
      cause: '',
      // Its own pods have findings of their own, whose subject is the catalogue.
      explainedBy: [refOf(catalogue)],
      facts: { state, address: textAt(catalogue.status, 'connectionState', 'address') },
      evidence: [{ path: 'status.connectionState.lastObservedState', value: state }],
    };
  },
});
