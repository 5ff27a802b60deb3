import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { nodeWarnings } from '../../kube/nodes/node-events.ts';
import { DAY_MS, earliest } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const REASONS: ReadonlySet<string> = new Set(['SystemOOM']);

export const nodeSystemOom = defineCheck({
  id: 'node-system-oom',
  title: 'Node ran out of memory',
  severity: 'high',
  level: 'failure',
  subject: 'Node',
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-out-of-memory-behavior',
  facts: z.object({ count: z.int(), victims: z.array(z.string()) }),
  message: ({ count, victims }) =>
    `The kernel had no memory left, whatever the limits of the pods, and killed ${count === 1 ? 'a process' : `${count} processes`}` +
    (victims.length === 0 ? '' : ` (${listText(victims)})`),
  fixes: (_facts, { object }) => [
    { text: 'See what runs there, and how much more than requested it may use', command: describe(object) },
    { text: 'See what uses the memory', command: kubectl('top', 'pods', '-A', '--sort-by=memory') },
    {
      text: 'Reserve memory for the system (systemReserved, evictionHard of the kubelet), or limit the pods',
      command: null,
    },
  ],
  *find(node, view) {
    const digests = nodeWarnings(node, REASONS, DAY_MS, view);
    const [first] = digests;
    if (first === undefined) return;
    const victims = digests.flatMap(({ newest }) => /victim process: ([^,]+)/.exec(newest.message ?? '')?.[1] ?? []);
    yield {
      cause: '',
      since: earliest(digests.map(({ firstSeen }) => firstSeen)),
      facts: { count: digests.reduce((sum, { count }) => sum + count, 0), victims: [...new Set(victims)].sort() },
      evidence: [{ object: first.newest, path: 'message', value: first.newest.message }],
    };
  },
});
