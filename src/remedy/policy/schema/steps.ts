import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { duration } from '../duration.ts';
import { Id, SeverityName } from './names.ts';

export const MOST_STEPS = 10;

const Verify = strict({
  rollout: z.enum(['Complete']).optional(),
  conditionCleared: z.array(Id).min(1).max(20).optional(),
  /** How long it must stay so. */
  for: duration('1s', '1h').optional(),
  noNewFindings: SeverityName.optional(),
});

/** One action with its proof and what happens when that fails. */
export const Step = strict({
  id: Id,
  action: z.string().min(1).max(63),
  params: z.record(z.string(), z.unknown()).default({}),
  timeout: duration('10s', '6h').prefault('10m'),
  retries: z.int().min(0).max(5).default(0),
  verify: Verify.optional(),
  onFailure: z.enum(['Rollback', 'Continue', 'Stop', 'Escalate']).default('Rollback'),
});

export type Step = z.output<typeof Step>;
