import { refText } from '../kube/object-ref.ts';
import { timeMs } from '../kube/time.ts';
import { checkName } from './check-name.ts';
import { jsonText } from './json.ts';
import type { Report } from './report.ts';
import { visible } from './visible.ts';

type Finding = Report['findings'][number];
type Texts = Readonly<Record<string, string>>;

interface Alert {
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Labels are an alert's identity: they are kept, indexed and matched, so what a cluster says enters them cut. */
const LABEL_LENGTH = 256;
const ANNOTATION_LENGTH = 2_000;

/**
 * The body of Alertmanager's `POST /api/v2/alerts`: one alert for each finding that the report shows.
 *
 * An alert ends `lastsMs` after the cluster was read. Each later report with the same finding has the same labels and
 * moves that end; one without it leaves it alone, and Alertmanager takes the alert for resolved when it has passed.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function renderAlerts({ cluster, takenAt, findings }: Report, lastsMs: number): string {
  const takenMs = timeMs(takenAt) ?? 0;
  const alerts = findings.map((finding): Alert => {
    // Never later than its end, whatever the clocks of the cluster's nodes say.
    const startMs = Math.min(timeMs(finding.since) ?? takenMs, takenMs);
    return {
      labels: labelsOf(finding, cluster.name),
      annotations: annotationsOf(finding),
      startsAt: new Date(startMs).toISOString(),
      endsAt: new Date(takenMs + lastsMs).toISOString(),
    };
  });
  return `${jsonText(alerts)}\n`;
}

/** Only what stays the same as long as the cause does: no message, no count, no pod of a workload. */
function labelsOf({ id, check, severity, subject }: Finding, cluster: string): Texts {
  const labels = {
    alertname: `Mekhanikube${checkName(check)}`,
    severity,
    cluster,
    // Alertmanager takes an empty label for one that is not there, so a cluster-scoped object has none.
    ...(subject.namespace === null ? {} : { namespace: subject.namespace }),
    kind: subject.kind,
    name: subject.name,
    check,
    id,
  };
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, cut(visible(value), LABEL_LENGTH)]));
}

function annotationsOf({ title, message, subject, fixes, docs }: Finding): Texts {
  const next = fixes.map(({ text, command }) => `Next: ${visible(command === null ? text : `${text}: ${command}`)}`);
  return {
    summary: cut(visible(`${title}: ${refText(subject)}`), ANNOTATION_LENGTH),
    description: cut([visible(message), ...next].join('\n'), ANNOTATION_LENGTH),
    runbook_url: cut(visible(docs), ANNOTATION_LENGTH),
  };
}

/** By characters, never through the middle of one. */
function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
