import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionOf } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { selectsPods } from '../../kube/network/service-outage.ts';
import { namedPortsOf } from '../../kube/network/service-pods.ts';
import type { Pod } from '../../kube/object.ts';
import { refKey, refText } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

export const servicePodsWithoutPort = defineCheck({
  id: 'service-pods-without-port',
  title: 'Some pods of a Service have none of the ports that it names',
  severity: 'medium',
  level: 'cause',
  subject: 'Service',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  facts: z.object({
    targetPorts: z.array(z.string()),
    /** Workloads whose pods are ready and get nothing, like `Deployment shop/web-canary`. */
    workloads: z.array(z.string()),
    pods: z.int(),
    /** What they declare: `web (8080)`. */
    declared: z.array(z.string()),
  }),
  message: ({ targetPorts, workloads, pods, declared }) =>
    `${pods === 1 ? '1 ready pod' : `${pods} ready pods`} of ${listText(workloads, 3)} get${pods === 1 ? 's' : ''} nothing from it: ` +
    `no container has a port named ${targetPorts.join(' or ')}` +
    (declared.length > 0 ? `; there is ${declared.join(', ')}` : ''),
  fixes: ({ targetPorts }, { subject }) => [
    { text: `Name the containers' port ${targetPorts.join(' or ')}, or use its number in both`, command: null },
    {
      text: 'Where these pods are not meant, make the selector narrower',
      command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
    },
  ],
  *find(service, view) {
    const ports = service.spec?.ports ?? [];
    // A port by number leads to every pod.
    if (ports.length === 0 || ports.some(({ targetPort }) => typeof targetPort !== 'string')) return;
    if (!selectsPods(service) || service.metadata.deletionTimestamp !== undefined) return;
    const targetsOf = (pod: Pod) =>
      namedPortsOf(pod).filter((own) =>
        ports.some(({ targetPort, protocol = 'TCP' }) => own.name === targetPort && own.protocol === protocol),
      );
    const has = (pod: Pod) => targetsOf(pod).length > 0;
    const pods = view
      .selectByLabels('Pod', service.metadata.namespace ?? '', service.spec?.selector)
      .filter((pod) => isActive(pod) && isReady(pod));
    const serving = pods.filter(has);
    const numbers = new Set(serving.flatMap((pod) => targetsOf(pod).map(({ number }) => number)));
    // Those of one workload are of one mind, but for a rollout, which passes.
    const served = new Set(serving.map((pod) => refKey(view.topOwner(pod))));
    const without = pods.filter(
      (pod) =>
        !served.has(refKey(view.topOwner(pod))) &&
        // With another number they are a worker with the same label: the name keeps the load from it.
        namedPortsOf(pod).some(({ number }) => numbers.has(number)) &&
        view.age(conditionOf(pod, 'Ready')?.lastTransitionTime) >= PATIENCE_MS,
    );
    const [first] = without;
    if (first === undefined) return;
    yield {
      cause: '',
      confidence: 'likely',
      facts: {
        targetPorts: [...new Set(ports.map(({ targetPort }) => String(targetPort)))],
        workloads: [...new Set(without.map((pod) => refText(view.topOwner(pod))))].sort(),
        pods: without.length,
        declared: [
          ...new Set(
            without.flatMap((pod) => namedPortsOf(pod).map((one) => `${one.name ?? 'unnamed'} (${one.number})`)),
          ),
        ].slice(0, 5),
      },
      evidence: [
        { path: 'spec.ports[].targetPort', value: ports.map(({ targetPort }) => String(targetPort)).join(', ') },
        {
          object: first,
          path: 'spec.containers[].ports',
          value: namedPortsOf(first)
            .map((one) => `${one.name ?? 'unnamed'} (${one.number})`)
            .join(', '),
        },
      ],
    };
  },
});
