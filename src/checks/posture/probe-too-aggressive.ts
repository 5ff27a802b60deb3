import { z } from 'zod';
import { tightProbe } from '../../kube/posture/starts.ts';
import { stayingContainers, templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const probeTooAggressive = defineCheck({
  id: 'probe-too-aggressive',
  title: 'Probe leaves a start hardly any time',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ['DaemonSet', 'Deployment', 'StatefulSet'],
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  facts: z.object({ container: z.string(), probe: z.string(), budget: z.int(), took: z.int() }),
  message: ({ container, probe, budget, took }) =>
    `Container ${container} took ${took} s to get ready, and its ${probe} probe kills it after ${budget} s: a start that is a little slower never ends`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the probe: a `startupProbe` with a higher `failureThreshold`'),
  ],
  *find(object, view) {
    const template = templateOf(object);
    if (template === undefined) return;
    const pods = view.select('Pod', object.metadata.namespace ?? '', object.spec?.selector);
    const all = stayingContainers(template.spec);
    const tight = all.flatMap((container) => tightProbe(container, all, pods) ?? []);
    const [worst] = tight;
    if (worst === undefined) return;
    const { container, kind, budget, took } = worst;
    yield {
      cause: '',
      confidence: 'likely',
      latent: true,
      facts: { container, probe: kind, budget, took },
      evidence: [
        { path: `${template.path}.containers[name=${container}].${kind}Probe`, value: `${budget} s` },
        { object: worst.pod, path: 'status.conditions[type=Ready].lastTransitionTime', value: worst.readyAt },
      ],
    };
  },
});
