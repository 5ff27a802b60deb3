import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** What makes a namespace worth having; custom resources are not all read. */
const CONTENT = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'RoleBinding',
  'Secret',
  'Service',
  'StatefulSet',
] as const;
/** What Kubernetes puts into each. */
const GIVEN =
  /^(kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert|default-(token|dockercfg)-[a-z0-9]{5})$/;

export const namespaceEmpty = defineCheck({
  id: 'namespace-empty',
  title: 'Namespace without anything',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Namespace',
  reads: CONTENT,
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  facts: z.object({ created: z.string() }),
  message: ({ created }) =>
    `Nothing is in it: no workload, pod, Service, claim, configuration or binding, since ${created.slice(0, 10)} or some time after`,
  fixes: (_facts, { subject }) => [
    {
      text: 'See what else is in it, before it is deleted',
      command: kubectl('get', 'all,configmaps,secrets,serviceaccounts,rolebindings', '-n', subject.name),
    },
  ],
  *find(namespace, view) {
    const { name, creationTimestamp, deletionTimestamp } = namespace.metadata;
    if (creationTimestamp === undefined || view.age(creationTimestamp) < DAY_MS || deletionTimestamp !== undefined)
      return;
    if (name === 'default' || isSystemNamespace(name) || /^openshift/.test(name)) return;
    if (CONTENT.some((kind) => view.inNamespace(kind, name).some(({ metadata }) => !GIVEN.test(metadata.name)))) return;
    yield {
      cause: '',
      confidence: 'possible',
      latent: true,
      facts: { created: creationTimestamp },
      evidence: [{ path: 'metadata.creationTimestamp', value: creationTimestamp }],
    };
  },
});
