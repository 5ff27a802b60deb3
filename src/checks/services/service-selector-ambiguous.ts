import { z } from 'zod';
import { parseImage } from '../../kube/images/image-reference.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { balancedPods, type DeclaredPort, declaredPorts, targetNumber } from '../../kube/network/service-pods.ts';
import type { Pod } from '../../kube/object.ts';
import { type ObjectRef, refKey } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const serviceSelectorAmbiguous = defineCheck({
  id: 'service-selector-ambiguous',
  title: 'Service selects pods of different programs',
  severity: 'low',
  level: 'cause',
  subject: 'Service',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  facts: z.object({
    selector: z.string(),
    port: z.int(),
    targetPort: z.int(),
    serving: z.string(),
    stray: z.string(),
    strayPorts: z.array(z.int()),
  }),
  message: ({ selector, targetPort, serving, stray, strayPorts }) =>
    `Selector ${selector} matches the pods of ${serving} and of ${stray}, which does not have port ${targetPort} ` +
    `(only ${strayPorts.join(', ')}), so a part of the requests fails`,
  fixes: ({ serving }, { subject }) => [
    {
      text: `Narrow the selector down to the pods of ${serving}`,
      command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
    },
    {
      text: 'See whose pods it selects',
      command: kubectl('get', 'pods', ...inNamespaceOf(subject), '--show-labels'),
    },
  ],
  *find(service, view) {
    const pods = balancedPods(service, view);
    // The owner of all pods of one ReplicaSet is one object.
    if (pods.length < 2 || new Set(pods.map((pod) => view.topOwner(pod))).size < 2) return;
    const workloads = new Map<string, { ref: ObjectRef; pod: Pod; ports: readonly DeclaredPort[] }>();
    for (const pod of pods) {
      const ref = view.topOwner(pod);
      if (isReady(pod) && !workloads.has(refKey(ref)))
        workloads.set(refKey(ref), { ref, pod, ports: declaredPorts(pod) });
    }
    for (const port of workloads.size < 2 ? [] : (service.spec?.ports ?? [])) {
      const target = targetNumber(port);
      const has = ({ ports }: { ports: readonly DeclaredPort[] }) => ports.some(({ number }) => number === target);
      const serving = [...workloads.values()].find(has);
      const stray = [...workloads.values()].find(
        (one) => one.ports.length > 0 && !has(one) && serving !== undefined && !sameProgram(one.pod, serving.pod),
      );
      if (target === undefined || serving === undefined || stray === undefined) continue;
      const selector = selectorText({ matchLabels: service.spec?.selector ?? {} });
      yield {
        cause: `${port.port}`,
        confidence: 'likely',
        facts: {
          selector,
          port: port.port ?? target,
          targetPort: target,
          serving: `${serving.ref.kind} ${serving.ref.name}`,
          stray: `${stray.ref.kind} ${stray.ref.name}`,
          strayPorts: [...new Set(stray.ports.map(({ number }) => number))].slice(0, 4),
        },
        evidence: [
          { path: 'spec.selector', value: selector },
          {
            object: stray.pod,
            path: 'metadata.labels',
            value: selectorText({ matchLabels: { ...stray.pod.metadata.labels } }),
          },
        ],
      };
      return;
    }
  },
});

/** Two versions of one program side by side are a canary; with an image in common nobody can tell a sidecar from it. */
function sameProgram(left: Pod, right: Pod): boolean {
  const names = (pod: Pod) =>
    (pod.spec?.containers ?? []).flatMap(({ image }) => (image ? [parseImage(image)?.repository ?? image] : []));
  const others = new Set(names(right));
  return names(left).some((name) => others.has(name));
}
