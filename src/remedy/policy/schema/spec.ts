import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { RISKS } from '../../write.ts';
import { duration } from '../duration.ts';
import { ConditionTree } from './conditions.ts';
import { Id } from './names.ts';
import { Safeguards } from './safeguards.ts';
import { Schedule } from './schedule.ts';
import { MOST_STEPS, Step } from './steps.ts';
import { Target } from './targets.ts';

const name = z.string().min(1).max(253);

const Approval = strict({
  minApprovals: z.int().min(1).max(10).default(1),
  groups: z.array(name).max(50).default([]),
  users: z.array(name).max(50).default([]),
  expires: duration('1m', '7d').prefault('1h'),
  autoApproveRiskUpTo: z.enum(RISKS).exclude(['R3', 'R4']).default('R0'),
});

const Revert = strict({
  /** Empty for no timer. */
  after: z.union([z.literal('').transform(() => null), duration('1m', '30d')]).prefault(''),
  when: ConditionTree.nullable().default(null),
  strategy: z.enum(['Immediate', 'Gradual']).default('Immediate'),
  gradual: strict({ step: z.int().min(1).max(1000), interval: duration('10s', '1d') }).optional(),
  ifDrifted: z.enum(['Abort', 'ThreeWay', 'Force']).default('Abort'),
  onPolicyDelete: z.enum(['Keep', 'Revert']).default('Keep'),
});

const Backup = strict({
  include: z
    .array(z.enum(['owners', 'hpa', 'pdb', 'configRefs']))
    .max(4)
    .default(['owners', 'hpa', 'pdb']),
  ttl: duration('1h', '365d').prefault('14d'),
  keepLast: z.int().min(1).max(1000).default(5),
  encryptSecrets: z.boolean().default(true),
});

const Retention = strict({
  runs: duration('1d', '3650d').prefault('90d'),
  audit: duration('1d', '3650d').prefault('400d'),
});

const Notification = strict({
  channel: Id,
  events: z
    .array(z.enum(['Proposed', 'Approved', 'Executed', 'RolledBack', 'Blocked', 'Failed', 'Storm']))
    .min(1)
    .max(7),
  repeat: duration('1m', '7d').prefault('4h'),
});

const Hook = strict({
  /** A channel of type webhook. */
  channel: Id,
  /** What becomes of the run where the hook does not answer. */
  onError: z.enum(['Block', 'Ignore']).default('Block'),
});

/** Who is asked before a run, and told after it. */
const Hooks = strict({ before: z.array(Hook).max(5).default([]), after: z.array(Hook).max(5).default([]) });

/** What a policy says. Times are in milliseconds from here on. */
export const Spec = strict({
  mode: z.enum(['Off', 'Observe', 'Propose', 'Approve', 'Auto']).default('Propose'),
  priority: z.int().min(0).max(1000).default(100),
  suspend: z.boolean().default(false),
  targets: z.array(Target).max(20).default([]),
  when: ConditionTree,
  steps: z.array(Step).min(1).max(MOST_STEPS),
  fallback: z.array(Step).max(MOST_STEPS).default([]),
  safeguards: Safeguards.prefault({}),
  schedule: Schedule.prefault({}),
  approval: Approval.prefault({}),
  revert: Revert.prefault({}),
  dryRun: z.enum(['None', 'Server', 'Only']).default('Server'),
  backup: Backup.prefault({}),
  retention: Retention.prefault({}),
  notify: z.array(Notification).max(20).default([]),
  hooks: Hooks.prefault({}),
});

export type PolicySpec = z.output<typeof Spec>;
