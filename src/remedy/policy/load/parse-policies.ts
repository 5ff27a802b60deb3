import { loadAll, YAMLException } from 'js-yaml';
import { problemsOf } from '../../../base/document/issues.ts';
import { type Lines, linesIn } from '../../../base/document/lines.ts';
import type { Problem } from '../../../base/document/problem.ts';
import { pathText } from '../../../base/document/problem.ts';
import { messageOf } from '../../../base/errors.ts';
import type { PolicyFacts } from '../facts.ts';
import { specHash } from '../hash.ts';
import { judgeRules } from '../rules/rules.ts';
import { PolicyDocument } from '../schema.ts';
import { leafPlaces } from './leaf-places.ts';

/** A policy that may be used. */
export interface Policy extends PolicyDocument {
  /** `file:line` of its document. */
  readonly source: string;
  /** SHA-256 over the canonical JSON of its spec as it is written. */
  readonly hash: string;
}

/** A problem with the place where it stands. */
export interface PlacedProblem {
  /** `file:line` */
  readonly where: string;
  /** `spec.steps[0].action`; empty for the whole document. */
  readonly field: string;
  readonly message: string;
  readonly hint?: string;
}

export interface ParsedPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly PlacedProblem[];
}

/** Reads the policies of one text, of which each document that has no problem is taken. */
export function parsePolicies(source: string, text: string, facts: PolicyFacts): ParsedPolicies {
  let documents: readonly unknown[];
  let lines: Lines;
  try {
    // An alias can be as large as all that was written before it, again and again.
    documents = loadAll(text, { maxAliases: 0, maxDepth: 50 });
    lines = linesIn(text);
  } catch (thrown) {
    return { policies: [], problems: [unparsable(source, thrown)] };
  }
  const parsed = documents.flatMap((document, index) =>
    document === null || document === undefined ? [] : [parseOne(document, index, source, lines, facts)],
  );
  if (parsed.length === 0) {
    return {
      policies: [],
      problems: [
        {
          where: `${source}:1`,
          field: '',
          message: 'holds no policy',
          hint: 'begin with one: mekhanikube policy template',
        },
      ],
    };
  }
  return { policies: parsed.flatMap(({ policies }) => policies), problems: parsed.flatMap(({ problems }) => problems) };
}

function parseOne(document: unknown, index: number, source: string, lines: Lines, facts: PolicyFacts): ParsedPolicies {
  const shaped = PolicyDocument.safeParse(document);
  const problems = shaped.success ? rulesOf(shaped.data, document, facts) : shaped.error.issues.flatMap(problemsOf);
  if (!shaped.success || problems.length > 0) {
    const placed = problems.map((problem) => ({ problem, line: lines.lineOf(index, problem.path) }));
    placed.sort((left, right) => left.line - right.line);
    return { policies: [], problems: placed.map(({ problem, line }) => placedProblem(problem, `${source}:${line}`)) };
  }
  // The hash is over what is written: the schema has just found it to be an object with a spec.
  const written = document as { readonly spec: unknown };
  const policy = { ...shaped.data, source: `${source}:${lines.lineOf(index, [])}`, hash: specHash(written.spec) };
  return { policies: [policy], problems: [] };
}

function rulesOf(policy: PolicyDocument, document: unknown, facts: PolicyFacts): readonly Problem[] {
  const places = leafPlaces(document);
  return judgeRules(policy, facts).map((problem) => ({ ...problem, path: places(problem.path) }));
}

function placedProblem({ path, message, hint }: Problem, where: string): PlacedProblem {
  return { where, field: pathText(path), message, ...(hint === undefined ? {} : { hint }) };
}

function unparsable(source: string, thrown: unknown): PlacedProblem {
  const isYaml = thrown instanceof YAMLException;
  const line = isYaml ? (thrown.mark?.line ?? 0) + 1 : 1;
  return {
    where: `${source}:${line}`,
    field: '',
    message: `is no YAML: ${isYaml ? thrown.reason : messageOf(thrown)}`,
    hint: 'check the indentation and the quotes there',
  };
}
