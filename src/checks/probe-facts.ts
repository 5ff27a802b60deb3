import { z } from 'zod';

/** How a failing probe asks, as a fact of the checks that look at probes. */
export const ProbeFacts = z.object({
  by: z.enum(['command', 'http', 'tcp', 'grpc']),
  /** What the port speaks, where that is proven to be the other scheme than the probe's. */
  spoken: z.enum(['HTTP', 'HTTPS']).nullable(),
  /** Whether it got no answer within the one second that a probe gives by default. */
  hasty: z.boolean(),
  /** The list of the pod's specification in which its container stands. */
  place: z.enum(['containers', 'initContainers']),
  /** Where the program listens instead, by its log: `forItself` at the right port, for its own pod alone. */
  listens: z.object({ address: z.string(), port: z.int(), forItself: z.boolean() }).nullable(),
});
