import type { Report } from './report.ts';

/** The published contract, indented. */
export function renderJson(report: Report): string {
  return `${jsonText(report, 2)}\n`;
}

/** One line for the report without its findings, then one for each finding; `kind` tells which is which. */
export function renderNdjson({ findings, ...report }: Report): string {
  const { apiVersion } = report;
  return [report, ...findings.map((finding) => ({ apiVersion, kind: 'Finding', ...finding }))]
    .map((value) => `${jsonText(value)}\n`)
    .join('');
}

/** The same value as JSON always has, with whatever could steer a terminal as `\u` escapes. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}
