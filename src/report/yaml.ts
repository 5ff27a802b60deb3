import { dump } from 'js-yaml';
import type { Report } from './report.ts';

/** The JSON report as YAML. */
export function renderYaml(report: Report): string {
  return dump(report, { noRefs: true, lineWidth: -1 });
}
