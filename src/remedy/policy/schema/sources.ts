import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { duration } from '../duration.ts';
import { Glob, Id, SeverityName, UnquotedFalse, UnquotedTrue } from './names.ts';

/** Long enough for any question about one object, short enough to be read. */
const LONGEST_CEL = 1000;
const LONGEST_QUERY = 2000;

const FindingSource = strict({
  /** Ids of our checks: `pod-crash-loop`, `node-*`. */
  check: Glob,
  minSeverity: SeverityName.default('info'),
  /** Absent: the target, its pods and the nodes that they are on. */
  scope: z.enum(['self', 'ownedPods', 'namespace', 'node']).optional(),
  /** Also where the finding is a symptom of another one. */
  symptoms: z.boolean().default(true),
});

const RestartsSource = strict({ container: Glob.optional(), window: duration('1m', '1d') });

const EventSource = strict({
  reason: Glob,
  type: z.enum(['Warning', 'Normal']).default('Warning'),
  window: duration('1m', '1d'),
});

const MetricSource = strict({
  resource: z.enum(['cpu', 'memory']),
  scope: z.enum(['container', 'pod', 'workload', 'node']),
  unit: z.enum(['cores', 'bytes', 'percentOfRequest', 'percentOfLimit', 'percentOfAllocatable']),
  aggregate: z.enum(['max', 'avg', 'p95', 'sum']).default('max'),
  container: Glob.optional(),
}).superRefine(({ resource, scope, unit }, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['unit'], message });
  if (unit === 'cores' && resource !== 'cpu') refuse('memory has no cores: use bytes or a percentage');
  if (unit === 'bytes' && resource !== 'memory') refuse('cpu has no bytes: use cores or a percentage');
  if (unit === 'percentOfAllocatable' && scope !== 'node') refuse('only a node has something allocatable: scope node');
  if (/Request|Limit/.test(unit) && scope === 'node')
    refuse('a node has no request and no limit: percentOfAllocatable');
});

const PrometheusSource = strict({
  server: Id.default('default'),
  /** `{{name}}`, `{{namespace}}`, `{{kind}}` and `{{labels.app}}` of the target are put in, escaped. */
  query: z.string().min(1).max(LONGEST_QUERY),
  reduce: z.enum(['any', 'all', 'max', 'min']).default('any'),
  /** What an answer without series means. */
  empty: z.union([z.enum(['False', 'True', 'Unknown']), UnquotedFalse, UnquotedTrue]).default('Unknown'),
  timeout: duration('1s', '1m').prefault('10s'),
});

const ObjectSource = strict({ cel: z.string().min(1).max(LONGEST_CEL) });

const AlertSource = strict({
  labels: z
    .record(z.string().min(1).max(128), Glob)
    .refine((labels) => Object.keys(labels).length > 0, 'names no label'),
});

/** The fields of a leaf that say where its value comes from: exactly one of them. */
export const SOURCES = {
  finding: FindingSource,
  restarts: RestartsSource,
  event: EventSource,
  metric: MetricSource,
  prometheus: PrometheusSource,
  object: ObjectSource,
  alert: AlertSource,
};

export type SourceType = keyof typeof SOURCES;
export type SourceOf<T extends SourceType> = z.output<(typeof SOURCES)[T]>;
export type Source = { readonly [T in SourceType]: { readonly from: T } & SourceOf<T> }[SourceType];
