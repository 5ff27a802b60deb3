import { allowList } from './allow-list.ts';
import { approval } from './approval.ts';
import { blastRadius } from './blast-radius.ts';
import { capacity } from './capacity.ts';
import { condition } from './condition.ts';
import { cooldown } from './cooldown.ts';
import { disk } from './disk.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { dryRun } from './dry-run.ts';
import type { GuardFacts } from './facts.ts';
import type { Guard } from './guard.ts';
import { installation } from './installation.ts';
import { limitRange } from './limit-range.ts';
import { mode } from './mode.ts';
import { ownership } from './ownership.ts';
import { protectedObjects } from './protected.ts';
import { quota } from './quota.ts';
import { rights } from './rights.ts';
import { schedule } from './schedule.ts';
import { target } from './target.ts';
import { tokens } from './tokens.ts';

/** Every guard, in the order in which they are asked and their reasons are shown. */
export const GUARDS: readonly Guard<GuardFacts>[] = [
  installation,
  mode,
  target,
  protectedObjects,
  allowList,
  ownership,
  condition,
  schedule,
  cooldown,
  blastRadius,
  quota,
  limitRange,
  capacity,
  disruptionBudget,
  rights,
  approval,
  disk,
  dryRun,
  tokens,
];
