import { renderCodeQuality } from './code-quality.ts';
import type { FormatName } from './formats.ts';
import { renderGithub } from './github.ts';
import { renderHtml } from './html/html.ts';
import { renderJson, renderNdjson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import type { RenderOptions } from './options.ts';
import { renderPrometheus } from './prometheus.ts';
import type { Report } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';
import { renderTree } from './tree/tree.ts';
import { renderYaml } from './yaml.ts';

/** A renderer: pure, the same bytes for the same report and options. */
type Renderer = (report: Report, options: RenderOptions) => string;

/** The renderer of each format. */
export const FORMATS: Readonly<Record<FormatName, Renderer>> = {
  text: renderText,
  tree: renderTree,
  html: renderHtml,
  json: renderJson,
  yaml: renderYaml,
  ndjson: renderNdjson,
  markdown: renderMarkdown,
  sarif: renderSarif,
  junit: renderJunit,
  prometheus: renderPrometheus,
  github: renderGithub,
  gitlab: renderCodeQuality,
};

/** Words a report in a format; ends with a line break. */
export function render(format: FormatName, report: Report, options: RenderOptions): string {
  return FORMATS[format](report, options);
}
