import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { loadOf, percentText } from '../../kube/nodes/node-load.ts';
import { defineCheck } from '../define-check.ts';

const REQUESTS = 0.95;
const LIMITS = 2;

export const nodeOvercommitted = defineCheck({
  id: 'node-overcommitted',
  title: 'Node has nothing in reserve',
  severity: 'low',
  level: 'cause',
  subject: 'Node',
  reads: ['Pod'],
  profile: 'hygiene',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  facts: z.object({
    /** Resources of which next to all is requested, with the part. */
    requested: z.array(z.string()),
    /** Null where the limits are in bounds. */
    memoryLimits: z.string().nullable(),
  }),
  message: ({ requested, memoryLimits }) => {
    const limits = `the memory limits of its pods add up to ${memoryLimits} of its memory`;
    if (requested.length === 0) return limits.replace('the', 'The');
    return `Its pods request ${listText(requested)} that it can give${memoryLimits === null ? '' : `, and ${limits}`}`;
  },
  fixes: (_facts, { object }) => [
    { text: 'See what runs there and what it asks for', command: describe(object) },
    { text: 'See what is used in truth', command: kubectl('top', 'node', object.name) },
    { text: 'Add a node, or bring requests and limits near to what is used', command: null },
  ],
  *find(node, view) {
    if (!view.covers('Pod', null)) return;
    const load = loadOf(node, view.podsOn('Pod', node.metadata.name));
    const full = [...load.requested].filter(([, part]) => part >= REQUESTS);
    if (full.length === 0 && load.memoryLimits < LIMITS) return;
    yield {
      cause: '',
      latent: true,
      facts: {
        requested: full.map(([resource, part]) => `${percentText(part)} of the ${resource}`),
        memoryLimits: load.memoryLimits < LIMITS ? null : percentText(load.memoryLimits),
      },
      evidence: ['cpu', 'memory'].map((resource) => {
        return { path: `status.allocatable.${resource}`, value: node.status?.allocatable?.[resource] };
      }),
    };
  },
});
