import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { isActive } from '../../kube/pods.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { defineCheck } from '../define-check.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const namespacePsaUnenforced = defineCheck({
  id: 'namespace-psa-unenforced',
  title: 'Namespace in which every pod is allowed',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: 'Namespace',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  facts: z.object({ level: z.string().nullable() }),
  message: ({ level }) =>
    level === null
      ? 'No level of the Pod Security Standards is enforced: whoever may create a pod here may take over a node'
      : `Level ${level} is enforced, which allows everything: whoever may create a pod here may take over a node`,
  fixes: (_facts, { subject }) => [
    {
      text: 'See what level baseline would refuse; nothing is changed',
      command: kubectl('label', '--dry-run=server', '--overwrite', 'namespace', subject.name, `${ENFORCE}=baseline`),
    },
    {
      text: 'Enforce it, once nothing is named any more',
      command: kubectl('label', '--overwrite', 'namespace', subject.name, `${ENFORCE}=baseline`),
    },
  ],
  *find(namespace, view) {
    const { name, labels } = namespace.metadata;
    const level = labels?.[ENFORCE];
    if (isSystemNamespace(name) || (level !== undefined && level !== 'privileged')) return;
    if (!view.inNamespace('Pod', name).some(isActive)) return;
    yield {
      cause: '',
      latent: true,
      facts: { level: level ?? null },
      evidence: [{ path: `metadata.labels[${ENFORCE}]`, value: level ?? null }],
    };
  },
});
