import { compareText } from '../base/collate.ts';
import { SEVERITIES } from '../findings/severity.ts';
import { timeMs } from '../kube/time.ts';
import type { Report } from './report.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

const STATES = ['listed', 'forbidden', 'absent', 'failed', 'not-recorded'] as const;

/**
 * The text exposition format, for a textfile collector or a push gateway. Labels are bounded: the cluster, checks,
 * severities, kinds and states; never the name of an object.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function renderPrometheus(report: Report): string {
  const { summary, coverage, cluster } = report;
  const { run, skipped, crashed } = coverage.checks;
  const ids = (checks: readonly { readonly check: string }[]) => new Set(checks.map(({ check }) => check)).size;
  const metrics = [
    gauge('findings', 'Findings, by check and severity.', findingSamples(report)),
    gauge(
      'findings_by_severity',
      'Findings, by severity.',
      SEVERITIES.map((severity) => [{ severity }, summary[severity]]),
    ),
    gauge(
      'findings_suppressed',
      'Findings that are not reported, by what takes them out.',
      (['annotation', 'rule', 'baseline'] as const).map((by) => [{ by }, report.suppressed?.[by] ?? 0]),
    ),
    gauge('checks', 'Checks, by what became of them; a skipped one may have run in some namespaces.', [
      [{ state: 'run' }, run.length],
      [{ state: 'skipped' }, ids(skipped)],
      [{ state: 'crashed' }, ids(crashed)],
    ]),
    gauge(
      'kinds',
      'Kinds of objects, by how they were read.',
      STATES.map((state) => [{ state }, coverage.kinds.filter((kind) => kind.state === state).length]),
    ),
    gauge(
      'kind_unread',
      '1 for each kind that could not be read, or not everywhere.',
      coverage.kinds
        .filter(
          ({ state, except, only }) => !['listed', 'absent'].includes(state) || except.length > 0 || only !== null,
        )
        .map(({ kind, state }) => [{ kind, state: state === 'listed' ? 'partial' : state }, 1]),
    ),
    gauge('objects', 'Objects that were read.', [[{}, coverage.objects]]),
    gauge('snapshot_timestamp_seconds', 'When the cluster was read, in seconds since the epoch.', [
      [{}, (timeMs(report.takenAt) ?? 0) / 1000],
    ]),
    gauge('cluster_info', 'The cluster that was read; always 1.', [[{ version: cluster.version ?? '' }, 1]]),
  ];
  return metrics.map((metric) => metric(cluster.name)).join('');
}

function findingSamples({ findings }: Report): readonly Sample[] {
  const counts = new Map<string, [Labels, number]>();
  for (const { check, severity } of findings) {
    const sample = counts.get(`${check}\0${severity}`);
    if (sample === undefined) counts.set(`${check}\0${severity}`, [{ check, severity }, 1]);
    else sample[1]++;
  }
  return [...counts].sort(([left], [right]) => compareText(left, right)).map(([, sample]) => sample);
}

function gauge(name: string, help: string, samples: readonly Sample[]): (cluster: string) => string {
  const metric = `mekhanikube_${name}`;
  return (cluster) =>
    [
      `# HELP ${metric} ${help}`,
      `# TYPE ${metric} gauge`,
      ...samples.map(([labels, value]) => `${metric}{${labelsText({ cluster, ...labels })}} ${value}`),
      '',
    ].join('\n');
}

function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

/** A label's value may hold any character, but for these three as themselves. */
function escaped(value: string): string {
  return value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
