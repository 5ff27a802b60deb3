import { readFileSync } from 'node:fs';
import { dump, load } from 'js-yaml';
import { z } from 'zod';
import type { Report } from '../../src/report/report.ts';
import type { ClusterApi } from './cluster-api.ts';

/** Where the model comes from: the public library, or a registry at hand that speaks plain HTTP. */
const given = process.env['MEKHANIKUBE_TEST_STACK_MODEL'];
export const MODEL = given ?? 'smollm2:135m';
export const MODEL_ARGS = given === undefined ? '' : '--insecure';

/** Broken in a way that shows at once and needs no image. */
export const broken = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'busybox:latest',
            imagePullPolicy: 'IfNotPresent',
            command: ['sleep', '3600'],
            env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'web-secrets', key: 'token' } } }],
          },
        ],
      },
    },
  },
});

/** What is found in a namespace: a busy machine may have something to say of the cluster itself besides. */
export function findingsIn(namespace: string, { findings }: Report): Report['findings'] {
  return findings.filter(({ subject }) => subject.namespace === namespace);
}

/** The same kubeconfig, with the cluster's authority in it: nothing is to pass because nobody verified. */
export async function verifying(path: string, api: ClusterApi): Promise<string> {
  const file = Kubeconfig.parse(load(readFileSync(path, 'utf8')));
  const root = await api.get({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace: 'default' },
  });
  const authority = Root.parse(root).data['ca.crt'];
  for (const { cluster } of file.clusters) {
    delete cluster['insecure-skip-tls-verify'];
    cluster['certificate-authority-data'] = Buffer.from(authority).toString('base64');
  }
  return dump(file);
}

const Kubeconfig = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.record(z.string(), z.unknown()) })),
});
const Root = z.object({ data: z.object({ 'ca.crt': z.string() }) });
