import { loadAll, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { MekhanikubeError, messageOf } from '../errors.ts';
import { problemsOf } from './issues.ts';
import { type Lines, linesIn } from './lines.ts';
import { type Path, pathText } from './problem.ts';

/** A document that a person wrote, and where its parts stand. */
export interface ReadDocument<Value> {
  readonly value: Value;
  /** `file:line` of a field. */
  whereIs(path: Path): string;
}

/** Besides the first; who mends these sees the others next. */
const MOST_ALSO = 4;

/**
 * Reads a text that holds one document of YAML or JSON.
 *
 * @param source the file, for messages
 * @throws MekhanikubeError `usage` with the first problem: its file, line and field, and what is allowed there; the next ones in the hint
 */
export function readDocument<Value>(source: string, text: string, schema: z.ZodType<Value>): ReadDocument<Value> {
  const { document, lines } = parse(source, text);
  const shaped = schema.safeParse(document);
  const whereIs = (path: Path): string => `${source}:${lines.lineOf(0, path)}`;
  if (shaped.success) return { value: shaped.data, whereIs };
  // In the order of the schema: a file of another kind is told by its header first.
  const problems = shaped.error.issues.flatMap(problemsOf);
  const [first = { path: [], message: 'is not valid' }, ...others] = problems;
  const also = others.slice(0, MOST_ALSO).map(({ path, message }) => `${whereIs(path)}: ${fieldText(path)}${message}`);
  const unsaid = others.length - also.length;
  const more = unsaid > 0 ? [`and ${unsaid} more`] : [];
  const hint = also.length === 0 ? undefined : `also ${[...also, ...more].join('; ')}`;
  throw documentError(whereIs(first.path), first.path, first.message, hint);
}

/** An error about a field of a document: `file:line: field: message`. */
export function documentError(where: string, path: Path, message: string, hint?: string): MekhanikubeError {
  return new MekhanikubeError('usage', `${where}: ${fieldText(path)}${message}`, hint === undefined ? {} : { hint });
}

function fieldText(path: Path): string {
  return path.length === 0 ? '' : `${pathText(path)}: `;
}

function parse(source: string, text: string): { readonly document: unknown; readonly lines: Lines } {
  try {
    // An alias can be as large as all that was written before it, again and again.
    const documents = loadAll(text, { maxAliases: 0, maxDepth: 50 });
    if (documents.length > 1) throw documentError(`${source}:1`, [], 'holds several documents, and needs one');
    return { document: documents[0] ?? null, lines: linesIn(text) };
  } catch (thrown) {
    if (thrown instanceof MekhanikubeError) throw thrown;
    const isYaml = thrown instanceof YAMLException;
    const line = isYaml ? (thrown.mark?.line ?? 0) + 1 : 1;
    const reason = isYaml ? thrown.reason : messageOf(thrown);
    throw documentError(`${source}:${line}`, [], `is no YAML: ${reason}`, 'check the indentation and the quotes there');
  }
}
