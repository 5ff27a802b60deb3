import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { timeMs } from '../../kube/time.ts';
import { endOfLifeOf } from '../../kube/versions/end-of-life.ts';
import { minorOf } from '../../kube/versions/minors.ts';
import { defineCheck } from '../define-check.ts';

export const clusterVersionEol = defineCheck({
  id: 'cluster-version-eol',
  title: 'Kubernetes version gets no more fixes',
  severity: 'medium',
  level: 'cause',
  subject: 'ControlPlane',
  profile: 'hygiene',
  source: 'https://kubernetes.io/releases/patch-releases/',
  facts: z.object({ version: z.string(), minor: z.string(), endOfLife: z.string() }),
  message: ({ version, minor, endOfLife }) =>
    `The API server is ${version}: the project ended its support of Kubernetes ${minor} on ${endOfLife}, and mends no security hole in it any more`,
  fixes: () => [
    {
      text: 'See the versions of the nodes, which are raised after the control plane',
      command: kubectl('get', 'nodes'),
    },
    { text: 'Upgrade by one minor version at a time; a vendor may support its own builds for longer', command: null },
  ],
  *find(controlPlane, view) {
    const { version } = controlPlane;
    const minor = minorOf(version);
    const endOfLife = minor === undefined ? undefined : endOfLifeOf(minor);
    if (version === undefined || endOfLife === undefined) return;
    const endMs = timeMs(`${endOfLife}T23:59:59Z`) ?? Number.POSITIVE_INFINITY;
    if (view.takenAtMs <= endMs) return;
    yield {
      cause: `1.${minor}`,
      since: `${endOfLife}T23:59:59Z`,
      latent: true,
      facts: { version, minor: `1.${minor}`, endOfLife },
      evidence: [{ path: 'version', value: version }],
    };
  },
});
