import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

/** Served by the cloud's own controller, which makes no IngressClass for it. */
const WITHOUT_OBJECT = /^gce(-|$)/;

export const ingressClassMissing = defineCheck({
  id: 'ingress-class-missing',
  title: 'IngressClass does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['IngressClass'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
  facts: z.object({ ingressClass: z.string(), existing: z.array(z.string()), similar: z.array(z.string()) }),
  message: ({ ingressClass, existing, similar }) =>
    `No IngressClass is named ${ingressClass}, so no controller serves the Ingress; ` +
    (similar.length > 0
      ? `did you mean ${similar.join(' or ')}?`
      : existing.length > 0
        ? `there ${existing.length === 1 ? 'is' : 'are'} ${existing.join(', ')}`
        : 'the cluster has none at all'),
  fixes: (_facts, { object }) => [
    {
      text: 'Name an IngressClass that exists',
      command: kubectl('edit', ...inNamespaceOf(object), `ingress/${object.name}`),
    },
    { text: 'See which there are', command: kubectl('get', 'ingressclasses') },
  ],
  *find(ingress, view) {
    const name = ingress.spec?.ingressClassName;
    if (!name || WITHOUT_OBJECT.test(name) || ingress.metadata.deletionTimestamp !== undefined) return;
    // An address means that a controller took it up all the same.
    if ((ingress.status?.loadBalancer?.ingress ?? []).length > 0) return;
    if (view.get('IngressClass', null, name).state !== 'missing') return;
    const existing = view.all('IngressClass').map(({ metadata }) => metadata.name);
    yield {
      cause: name,
      shared: refTo('IngressClass', null, name),
      facts: { ingressClass: name, existing: existing.slice(0, 5), similar: [...nearMisses(name, existing)] },
      evidence: [{ path: 'spec.ingressClassName', value: name }],
    };
  },
});
