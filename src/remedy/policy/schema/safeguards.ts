import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { quantityValue } from '../../../kube/quantities.ts';
import { duration } from '../duration.ts';

const percent = z.int().min(0).max(100);
const count = (most: number) => z.int().min(1).max(most);

const Cooldown = strict({
  perTarget: duration('1m', '30d').optional(),
  perPolicy: duration('1m', '30d').optional(),
  afterFailure: duration('1m', '30d').optional(),
  backoff: strict({ factor: z.number().min(1).max(10), max: duration('1m', '30d') }).optional(),
}).refine((cooldown) => Object.keys(cooldown).length > 0, 'says no time: give perTarget or perPolicy');

const Rate = strict({
  window: duration('1m', '7d'),
  max: count(1000),
  onExceeded: z.enum(['Queue', 'Reject', 'Notify']).default('Reject'),
  queueTTL: duration('1m', '1d').prefault('20m'),
  maxQueue: count(1000).default(20),
});

const Concurrency = strict({
  policy: count(100).default(1),
  namespace: count(100).default(2),
  cluster: count(100).default(3),
});

const BlastRadius = strict({
  maxTargets: count(10_000).optional(),
  maxTargetsPercent: percent.optional(),
  minHealthyPercent: percent.optional(),
  maxPodsDisrupted: z.int().min(0).max(100_000).optional(),
  maxReplicaFactor: z.number().min(1).max(10).default(2),
  maxReplicas: count(10_000).optional(),
  maxResourceFactor: z.number().min(1).max(10).default(2),
  maxMemory: z
    .string()
    .refine((text) => (quantityValue(text) ?? 0) > 0, 'is no amount of memory like 4Gi')
    .optional(),
  /** More targets than this that match at once have a shared cause: nothing is done, somebody is told. */
  stormThreshold: count(10_000).default(5),
});

const Respect = strict({
  pdb: z.boolean().default(true),
  resourceQuota: z.boolean().default(true),
  limitRange: z.boolean().default(true),
  hpa: z.enum(['Skip', 'Route', 'Act']).default('Route'),
  gitops: z.enum(['Skip', 'Propose', 'Act']).default('Propose'),
});

const Breaker = strict({
  failures: count(100).default(3),
  within: duration('1m', '30d').prefault('1d'),
  openFor: duration('1m', '30d').prefault('6h'),
});

/** How much, how often and how many at once. Times are in milliseconds. */
export const Safeguards = strict({
  cooldown: Cooldown.optional(),
  rate: Rate.optional(),
  concurrency: Concurrency.prefault({}),
  blastRadius: BlastRadius.prefault({}),
  respect: Respect.prefault({}),
  allowIrreversible: z.boolean().default(false),
  breaker: Breaker.prefault({}),
});
