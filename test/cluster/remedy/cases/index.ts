import type { RepairCase } from '../case.ts';
import * as configuration from './configuration.ts';
import * as cronjobs from './cronjobs.ts';
import { drain } from './drain.ts';
import * as jobs from './jobs.ts';
import * as leftovers from './leftovers.ts';
import * as manifests from './manifests.ts';
import * as metadata from './metadata.ts';
import * as nodes from './nodes.ts';
import * as pods from './pods.ts';
import * as resources from './resources.ts';
import * as rollouts from './rollouts.ts';
import * as scaling from './scaling.ts';
import * as services from './services.ts';
import * as storage from './storage.ts';
import * as templates from './templates.ts';
import * as undo from './undo.ts';

/** Those that wait longest come first. */
export const CASES: readonly RepairCase[] = [
  cronjobs,
  scaling,
  undo,
  resources,
  templates,
  rollouts,
  services,
  pods,
  jobs,
  leftovers,
  storage,
  configuration,
  manifests,
  metadata,
].flatMap((file): readonly RepairCase[] => Object.values(file));

/** One after the other: a node that is taken out of service stands in the way of the next. */
export const NODE_CASES: readonly RepairCase[] = [nodes.cordon, nodes.uncordon, nodes.taint, nodes.untaint, drain];
