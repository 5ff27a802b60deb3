import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { quantityText } from '../../kube/quantities.ts';
import { defineCheck } from '../define-check.ts';

const NEAR_BYTES = 900 * 1024;

export const secretNearSizeLimit = defineCheck({
  id: 'secret-near-size-limit',
  title: 'Secret is nearly as large as a Secret may be',
  severity: 'low',
  level: 'state',
  subject: 'Secret',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size',
  facts: z.object({ bytes: z.int() }),
  message: ({ bytes }) =>
    `Holds ${quantityText('storage', bytes)} of the 1Mi that a Secret may hold; a larger one is refused`,
  fixes: (_facts, { object }) => [{ text: 'See which of its keys is that large', command: describe(object) }],
  *find({ sizeBytes = 0 }) {
    if (sizeBytes < NEAR_BYTES) return;
    yield {
      cause: '',
      latent: true,
      facts: { bytes: sizeBytes },
      evidence: [{ path: 'sizeBytes', value: sizeBytes }],
    };
  },
});
