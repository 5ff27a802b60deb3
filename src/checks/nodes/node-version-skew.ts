import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { newestServer, skewOf } from '../../kube/versions/components.ts';
import { minorOf, minorsText } from '../../kube/versions/minors.ts';
import { defineCheck } from '../define-check.ts';

export const nodeVersionSkew = defineCheck({
  id: 'node-version-skew',
  title: 'Kubelet does not fit the API server',
  severity: 'medium',
  level: 'cause',
  subject: 'Node',
  reads: ['ControlPlane'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/releases/version-skew-policy/#kubelet',
  facts: z.object({
    version: z.string(),
    server: z.string(),
    skew: z.enum(['newer', 'older']),
    minors: z.int(),
  }),
  message: ({ version, server, skew, minors }) =>
    `Kubelet ${version} is ${minorsText(minors)} ${skew} than the API server ${server}, ` +
    (skew === 'newer' ? 'and none may be newer than it' : 'more than is supported'),
  fixes: ({ skew }) => [
    { text: 'See the version of each node', command: kubectl('get', 'nodes') },
    {
      text:
        skew === 'newer' ? 'Upgrade the control plane first, or take the kubelet back' : 'Upgrade or replace the node',
      command: null,
    },
  ],
  *find(node, view) {
    const version = node.status?.nodeInfo?.kubeletVersion;
    const minor = minorOf(version);
    const server = minor === undefined ? undefined : view.shared(newestServer);
    if (version === undefined || minor === undefined || server === undefined) return;
    const skew = skewOf({ name: 'kubelet', minor }, server.minor);
    const [controlPlane] = view.all('ControlPlane');
    if (skew === null || controlPlane === undefined) return;
    yield {
      cause: `1.${minor}`,
      latent: true,
      shared: refOf(controlPlane),
      severity: skew === 'newer' ? 'high' : 'medium',
      facts: { version, server: server.version, skew, minors: Math.abs(minor - server.minor) },
      evidence: [{ path: 'status.nodeInfo.kubeletVersion', value: version }],
    };
  },
});
