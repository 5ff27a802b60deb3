import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { twinMemory } from '../../kube/scheduling/twins.ts';
import { enforcedLevels } from '../../kube/security/enforced.ts';
import { SECURITY_LEVELS, violationsOf } from '../../kube/security/standards.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const twins = () => twinMemory();

export const psaLatentViolation = defineCheck({
  id: 'psa-latent-violation',
  title: 'Running pods violate the Pod Security level of their namespace',
  severity: 'medium',
  level: 'state',
  subject: 'Pod',
  reads: ['Namespace'],
  source:
    'https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces',
  facts: z.object({
    level: z.enum(SECURITY_LEVELS),
    namespace: z.string(),
    controls: z.array(z.string()),
    fields: z.array(z.string()),
  }),
  message: ({ level, namespace, controls, fields }) =>
    `Runs, but namespace ${namespace} enforces Pod Security level ${level} now and refuses such a pod at its next ` +
    `start: ${listText(controls, 6)} (${listText(fields, 3)})`,
  fixes: ({ level, namespace }, { subject }) => [
    correctTemplate(subject, 'the security contexts'),
    {
      text: 'See all pods of the namespace that the level refuses; nothing is changed',
      command: kubectl(
        ...['label', '--dry-run=server', '--overwrite', 'namespace', namespace],
        `pod-security.kubernetes.io/enforce=${level}`,
      ),
    },
  ],
  *find(pod, view) {
    const { namespace = '', annotations } = pod.metadata;
    const level = view.shared(enforcedLevels).get(namespace);
    if (level === undefined || pod.spec === undefined || !isActive(pod)) return;
    if (annotations?.['kubernetes.io/config.mirror'] !== undefined) return;
    const spec = pod.spec;
    const violations = view.shared(twins)(pod, () => violationsOf(spec, level));
    if (violations.length === 0) return;
    const controls = violations.map(({ control }) => control);
    const offences = violations.flatMap((violation) => violation.offences);
    yield {
      cause: `${level}: ${controls.join(',')}`,
      latent: true,
      shared: refTo('Namespace', null, namespace),
      facts: { level, namespace, controls, fields: offences.slice(0, 5).map(({ path }) => path) },
      evidence: [
        {
          object: refTo('Namespace', null, namespace),
          path: 'metadata.labels[pod-security.kubernetes.io/enforce]',
          value: level,
        },
        ...offences.slice(0, 4).map(({ path, value }) => ({ path: `spec.${path}`, value })),
      ],
    };
  },
});
