import { z } from 'zod';
import { skewOf } from '../../kube/nodes/clock.ts';
import { durationText, SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const clockSkew = defineCheck({
  id: 'clock-skew',
  title: 'Clocks differ',
  severity: 'low',
  level: 'cause',
  subject: ['ControlPlane', 'Lease'],
  source: 'https://kubernetes.io/docs/concepts/architecture/leases/',
  facts: z.object({ seconds: z.int(), node: z.string().nullable() }),
  message: ({ seconds, node }) => {
    const much = durationText(Math.abs(seconds) * SECOND_MS);
    return node === null
      ? `The clock of the API server is ${much} ${seconds > 0 ? 'ahead of' : 'behind'} that of this machine`
      : `The clock of node ${node} is at least ${much} ahead of the API server's`;
  },
  fixes: ({ node }) => [
    {
      text: `Have ${node === null ? 'both machines' : `node ${node} and the control plane`} follow the same time (chrony, systemd-timesyncd)`,
      command: null,
    },
  ],
  *find(object, view) {
    const skew = skewOf(object, view.takenAtMs);
    if (skew === undefined) return;
    yield {
      cause: skew.node ?? 'here',
      severity: skew.severity,
      facts: { seconds: skew.seconds, node: skew.node },
      evidence: [{ path: skew.path, value: skew.value }],
    };
  },
});
