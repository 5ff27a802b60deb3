import { plural, severityCounts, shortList } from './counting.ts';
import type { Report, ReportCoverage, ReportFilter } from './report.ts';

/** The first line of a report: how bad it is, and how much was looked at to say so. */
export function headline(report: Report): string {
  const { coverage, findings, filter } = report;
  const { name, version } = report.cluster;
  const cluster = version === null ? name : `${name} ${version}`;
  const looked = `${plural(coverage.objects, 'object')}, ${plural(coverage.checks.run.length, 'check')}`;
  if (coverage.checks.run.length === 0) return `Nothing was judged in ${cluster}: too little could be read.`;
  if (findings.length > 0) {
    return `${cluster}: ${severityCounts(report.summary)} - ${looked.replace(',', ` in ${namespacesText(coverage)},`)}`;
  }
  if (filter !== null && filter.hidden > 0) {
    const hidden = filter.hidden === 1 ? 'the only finding is' : `all ${filter.hidden} findings are`;
    return `Nothing to show: ${hidden} outside of ${filterText(filter)} (${cluster}, ${looked}).`;
  }
  return `No problems found in ${namespacesText(coverage)} of ${cluster} (${looked}).`;
}

/** `14 namespaces`, or the names of those that were asked for, where they are few. */
function namespacesText({ namespaces: { asked, read } }: ReportCoverage): string {
  if (asked === null || asked.length === 0 || asked.length > 3) return plural(read, 'namespace');
  return `${asked.length === 1 ? 'namespace' : 'namespaces'} ${shortList(asked)}`;
}

/** What was left out at the user's wish; undefined where nothing was. */
export function hiddenText({ filter, findings }: Report): string | undefined {
  if (filter === null || filter.hidden === 0 || findings.length === 0) return undefined;
  return `Only ${filterText(filter)}: ${plural(filter.hidden, 'other finding')} not shown.`;
}

function filterText({ severity, kinds, objects, selector }: ReportFilter): string {
  const parts: string[] = [];
  if (severity !== null) parts.push(severity === 'critical' ? 'severity critical' : `severity ${severity} and worse`);
  if (kinds.length > 0) parts.push(`${kinds.length === 1 ? 'kind' : 'kinds'} ${shortList(kinds)}`);
  if (objects.length > 0) parts.push(shortList(objects));
  if (selector !== null) parts.push(`labels ${selector}`);
  return parts.length === 0 ? 'the filter' : parts.join(', ');
}
