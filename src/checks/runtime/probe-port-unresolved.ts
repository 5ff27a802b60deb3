import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { containersOf } from '../../kube/containers.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { hasUnresolvedPort, probesOf, unresolvedPortOf } from '../../kube/runtime/probes.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const probePortUnresolved = defineCheck({
  id: 'probe-port-unresolved',
  title: 'Probe names a port that its container does not have',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  facts: z.object({
    container: z.string(),
    port: z.string(),
    probes: z.array(z.enum(['liveness', 'readiness', 'startup'])),
    /** The names that its ports have. */
    declared: z.array(z.string()),
    similar: z.array(z.string()),
    ready: z.boolean(),
  }),
  message: ({ container, port, probes, declared, similar, ready }) =>
    `The ${probes.join(' and ')} probe of container ${container} names port "${port}", which the container does not ` +
    `declare (${declared.length === 0 ? 'no port has a name' : `it has ${declared.join(', ')}`}): ` +
    (ready ? 'the kubelet never runs it' : 'it can never succeed') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ container, port, similar }, { subject, object }) => [
    correctTemplate(
      subject,
      similar.length > 0
        ? `the port's name in the probe`
        : `the probe, or name a port of container ${container} ${port}`,
    ),
    { text: "See the container's ports and what the kubelet says", command: describe(object) },
  ],
  *find(pod) {
    if (!isActive(pod) || !namesUnknownPort(pod)) return;
    for (const { name: container, spec, specPath } of containersOf(pod)) {
      const unresolved = probesOf(spec).flatMap(({ kind, probe }) => {
        const port = unresolvedPortOf(probe, spec);
        const path = `${specPath}.${kind}Probe.${probe.httpGet ? 'httpGet' : 'tcpSocket'}.port`;
        return port === undefined ? [] : [{ kind, port, path }];
      });
      const declared = (spec.ports ?? []).flatMap(({ name }) => name ?? []);
      for (const port of new Set(unresolved.map((one) => one.port))) {
        const asking = unresolved.filter((one) => one.port === port);
        const probes = asking.map(({ kind }) => kind);
        // A liveness probe that cannot be run counts as passed; the other two as not passed.
        const ready = isReady(pod) || probes.every((kind) => kind === 'liveness');
        yield {
          cause: `${container}/${port}`,
          container,
          latent: ready,
          severity: ready ? 'medium' : 'high',
          facts: { container, port, probes, declared, similar: [...nearMisses(port, declared)], ready },
          evidence: [
            ...asking.map(({ path }) => ({ path, value: port })),
            { path: `${specPath}.ports`, value: declared },
          ],
        };
      }
    }
  },
});

function namesUnknownPort({ spec }: Pod): boolean {
  return spec?.containers?.some(hasUnresolvedPort) === true || spec?.initContainers?.some(hasUnresolvedPort) === true;
}
