import { listText } from '../base/list-text.ts';
import { plural, severityCounts } from './counting.ts';
import type { Report, ReportCoverage, ReportFilter } from './report.ts';

/** The first line of a report: how bad it is, and how much was looked at to say so. */
export function headline(report: Report): string {
  const { cluster, coverage, filter } = report;
  const where = `${namespacesText(coverage)} of ${clusterText(report)}`;
  const looked = `${plural(coverage.objects, 'object')}, ${plural(coverage.checks.run.length, 'check')}`;
  if (coverage.checks.run.length === 0) return `Nothing was judged in ${where}: too little could be read.`;
  if (report.findings.some((finding) => !isAboutScan(finding))) {
    const objects = `${plural(coverage.objects, 'object')} in ${namespacesText(coverage)}`;
    const checks = plural(coverage.checks.run.length, 'check');
    return `${clusterText({ cluster })}: ${severityCounts(report.summary)} - ${objects}, ${checks}`;
  }
  if (filter !== null && filter.hidden > 0) {
    const hidden = filter.hidden === 1 ? 'the only finding is' : `all ${filter.hidden} findings are`;
    return `Nothing to show: ${hidden} outside of ${filterText(filter)} (${where}, ${looked}).`;
  }
  const within = filter === null ? '' : filterText({ ...filter, severity: null });
  const suppressed = report.suppressed?.total ?? 0;
  const butFor = suppressed === 0 ? '' : ` but for ${suppressed} suppressed`;
  return `No problems found${butFor} in ${where}${within === '' ? '' : `, looking only at ${within}`} (${looked}).`;
}

/** True for a finding about the reading itself: it says nothing bad about the cluster. */
export function isAboutScan({ subject }: Report['findings'][number]): boolean {
  return subject.kind === 'Scan' && subject.apiVersion === 'mekhanikube.io/v1';
}

/** What was left out at the user's wish, beside findings that were not; undefined where nothing was. */
export function filterLine({ filter, findings }: Report): string | undefined {
  if (filter === null || findings.every(isAboutScan)) return undefined;
  const others = filter.hidden === 0 ? '' : `; ${plural(filter.hidden, 'other finding')} not shown`;
  return `Looking only at ${filterText(filter) || 'what was asked for'}${others}.`;
}

/** `kind-prod v1.34.4`. */
function clusterText({ cluster: { name, version } }: Pick<Report, 'cluster'>): string {
  return version === null ? name : `${name} ${version}`;
}

/** `14 namespaces`, or the names of those that were asked for, where they are few. */
function namespacesText({ namespaces: { asked, read } }: ReportCoverage): string {
  if (asked === null || asked.length === 0 || asked.length > 3) return plural(read, 'namespace');
  return `${asked.length === 1 ? 'namespace' : 'namespaces'} ${listText(asked)}`;
}

function filterText({ severity, kinds, objects, selector }: ReportFilter): string {
  const parts: string[] = [];
  if (severity !== null) parts.push(severity === 'critical' ? 'severity critical' : `severity ${severity} and worse`);
  if (kinds.length > 0) parts.push(`${kinds.length === 1 ? 'kind' : 'kinds'} ${listText(kinds)}`);
  if (objects.length > 0) parts.push(`${listText(objects)} and what belongs to it`);
  if (selector !== null) parts.push(`labels ${selector}`);
  return parts.join(', ');
}
