import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import { failingInside, isOfAnother, toldBy, UNRESOLVED } from '../../kube/network/failing.ts';
import { namesHosts, serviceNamed } from '../../kube/network/service-clients.ts';
import { serviceHostsOf } from '../../kube/network/service-hosts.ts';
import type { Pod } from '../../kube/object.ts';
import { refTo } from '../../kube/object-ref.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const configReferencesMissingService = defineCheck({
  id: 'config-references-missing-service',
  title: 'Program is told to reach a Service that does not exist',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Service'],
  consults: ['ContainerLog', 'Namespace', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services',
  facts: z.object({
    container: z.string(),
    host: z.string(),
    where: z.string(),
    service: z.string(),
    namespace: z.string(),
    noNamespace: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ container, host, where, service, namespace, noNamespace, similar }) =>
    `Container ${container} is to reach ${host} (${where}), but ` +
    (noNamespace ? `there is no namespace ${namespace}` : `there is no Service ${service} in namespace ${namespace}`) +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ where, namespace, noNamespace }, { subject }) => [
    correctTemplate(subject, where),
    noNamespace
      ? { text: 'See which namespaces there are', command: kubectl('get', 'namespaces') }
      : { text: 'See which Services there are', command: kubectl('get', 'services', ...inNamespaceOf({ namespace })) },
  ],
  *find(pod, view) {
    if (!namesHosts(pod)) return;
    const { namespace: home = '' } = pod.metadata;
    for (const { name: container, spec, specPath } of failingInside(pod, UNRESOLVED, view)) {
      for (const { host, from } of serviceHostsOf(spec)) {
        const target = serviceNamed(host, home, view);
        if (target.state !== 'missing' || isKnownElsewhere(host, pod)) continue;
        if (view.get('Node', null, host).state === 'found') continue;
        if (isOfAnother(toldBy(pod, container, view)?.host, host)) continue;
        const { name, namespace, noNamespace } = target;
        const similar = view.shared(nearNames)(`Service/${namespace}`, name, () =>
          view.inNamespace('Service', namespace).map(({ metadata }) => metadata.name),
        );
        yield {
          cause: `${namespace}/${name}`,
          container,
          confidence: 'likely',
          shared: refTo('Service', namespace, name),
          facts: { container, host, where: from, service: name, namespace, noNamespace, similar },
          evidence: [{ path: `${specPath}.${from}`, value: host }],
        };
      }
    }
  },
});

/** True for a name that the pod resolves by itself: its own, or one of its hosts file. */
function isKnownElsewhere(host: string, { metadata, spec }: Pod): boolean {
  return metadata.name === host || (spec?.hostAliases ?? []).some(({ hostnames = [] }) => hostnames.includes(host));
}
