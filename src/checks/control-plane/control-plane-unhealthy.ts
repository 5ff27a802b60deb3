import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const controlPlaneUnhealthy = defineCheck({
  id: 'control-plane-unhealthy',
  title: 'API server says that it is not ready',
  severity: 'critical',
  level: 'cause',
  subject: 'ControlPlane',
  explains: ['apiserver-slow', 'apiserver-throttling'],
  source: 'https://kubernetes.io/docs/reference/using-api/health-checks/',
  facts: z.object({ failing: z.array(z.string()), etcd: z.boolean() }),
  message: ({ failing, etcd }) =>
    `The API server fails its own check${failing.length === 1 ? '' : 's'} ${listText(failing, 5)}` +
    (etcd ? ', so it does not reach etcd' : ''),
  fixes: ({ etcd }) => [
    { text: 'See all its checks', command: kubectl('get', '--raw', '/readyz?verbose') },
    ...(etcd
      ? [
          {
            text: 'See how etcd is',
            command: kubectl('get', 'pods', '-n', 'kube-system', '-l', 'component=etcd', '-o', 'wide'),
          },
        ]
      : []),
  ],
  *find({ readyz = [] }) {
    // One that is about to stop says so, and nothing else is wrong with it.
    const failing = readyz
      .filter(({ isOk, name = 'shutdown' }) => !isOk && name !== 'shutdown')
      .map(({ name }) => name);
    if (failing.length === 0 || readyz.some(({ isOk, name }) => !isOk && name === 'shutdown')) return;
    yield {
      cause: '',
      facts: { failing, etcd: failing.some((name) => name.startsWith('etcd')) },
      evidence: failing.slice(0, 5).map((name) => ({ path: `readyz[name=${name}].isOk`, value: false })),
    };
  },
});
