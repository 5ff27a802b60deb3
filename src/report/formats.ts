/** Every format of a report; `render.ts` has the renderer of each. */
export const FORMAT_NAMES = [
  'text',
  'tree',
  'html',
  'json',
  'yaml',
  'ndjson',
  'markdown',
  'sarif',
  'junit',
  'prometheus',
  'github',
  'gitlab',
] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** True for the name of a format. */
export function isFormatName(name: string): name is FormatName {
  return FORMAT_NAMES.some((known) => known === name);
}
