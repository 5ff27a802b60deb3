import { crashLoopRollback } from './crash-loop-rollback.ts';
import { evictedPodsCleanup } from './evicted-pods-cleanup.ts';
import { failedJobRetry } from './failed-job-retry.ts';
import { nodePressureCordon } from './node-pressure-cordon.ts';
import { oomMemoryBump } from './oom-memory-bump.ts';
import { stuckRolloutUndo } from './stuck-rollout-undo.ts';
import type { PolicyTemplate } from './template.ts';

/** Policies to begin with, by name. */
export const TEMPLATES: readonly PolicyTemplate[] = [
  crashLoopRollback,
  evictedPodsCleanup,
  failedJobRetry,
  nodePressureCordon,
  oomMemoryBump,
  stuckRolloutUndo,
];
