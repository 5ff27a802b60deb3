/** Where in a document something stands: `['spec', 'steps', 0, 'action']`. */
export type Path = readonly PropertyKey[];

/** One thing that is wrong with a document, and how to mend it. */
export interface Problem {
  readonly path: Path;
  /** Without a full stop; does not repeat the path. */
  readonly message: string;
  readonly hint?: string;
}

/** `spec.steps[0].action` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
