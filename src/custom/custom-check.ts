import { z } from 'zod';
import { documentError, type ReadDocument, readDocument } from '../base/document/read-document.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { nearMisses } from '../base/near-miss.ts';
import type { AnyCheck, Judgement } from '../checks/define-check.ts';
import { groupOf, KIND_NAMES, kindByName, kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { CheckDocument, type CheckTest } from './check-schema.ts';
import { conditionFrom, isFlaw } from './condition.ts';
import type { Found } from './field-path.ts';
import { parseTemplate } from './message.ts';

/** A check that somebody wrote as YAML. */
export interface CustomCheck {
  readonly check: AnyCheck;
  readonly prose: { readonly means: string; readonly look: string; readonly repair: string; readonly fine: string };
  /** The kind under which a snapshot holds its objects. */
  readonly kind: Kind;
  /** The fields that it looks at. */
  readonly fields: readonly (readonly string[])[];
  readonly tests: readonly CheckTest[];
  /** Where it stands, for messages. */
  readonly source: string;
}

const Facts = z.object({ text: z.string(), value: z.json() });

/**
 * Reads a custom check.
 *
 * @param taken the ids of the checks that there are already
 * @throws MekhanikubeError `usage` with the file, line and field, and what is allowed there
 */
export function parseCustomCheck(source: string, text: string, taken: ReadonlySet<string>): CustomCheck {
  const document = readDocument(source, text, CheckDocument);
  const { metadata, spec, tests } = document.value;
  const refuse = (path: readonly string[], message: string, hint?: string) =>
    documentError(document.whereIs(path), path, message, hint);
  if (taken.has(metadata.name)) {
    throw refuse(['metadata', 'name'], `there is a check "${metadata.name}" already`, 'give it another name');
  }
  const condition = conditionFrom(spec);
  if (isFlaw(condition)) throw refuse(condition.path, condition.message);
  const template = parseTemplate(spec.message);
  if (typeof template === 'string') throw refuse(['spec', 'message'], template);
  const { kind, judges } = kindFor(document);
  const fields = [...condition.fields, ...template.fields];
  const secret = kind === 'Secret' || kind === 'ConfigMap' ? fields.find(([first]) => first !== 'metadata') : undefined;
  if (secret !== undefined) {
    throw refuse(['spec'], `looks at ${secret.join('.')} of a ${kind}, of which only metadata is read`);
  }
  return {
    check: {
      id: metadata.name,
      title: spec.title,
      severity: spec.severity,
      level: 'cause',
      subject: kind,
      source: spec.docs ?? source,
      facts: Facts,
      message: (facts) => String(facts['text']),
      fixes: () => spec.fixes.map(({ text: step, command }) => ({ text: step, command: command ?? null })),
      *find(object) {
        if (!judges(object) || object.metadata.deletionTimestamp !== undefined) return;
        const [first, ...more] = condition.find(object);
        if (first === undefined) return;
        yield judgement(template.fill(object, first), [first, ...more], spec.confidence);
      },
    },
    prose: spec.prose,
    kind,
    fields,
    tests,
    source,
  };
}

/** Says nothing about what else is wrong with the object, and nothing else explains it. */
function judgement(
  text: string,
  found: readonly [Found, ...Found[]],
  confidence: NonNullable<Judgement<JsonObject>['confidence']>,
): Judgement<JsonObject> {
  const value: Json = found[0].value;
  return { cause: '', latent: true, confidence, facts: { text, value }, evidence: found.slice(0, 4) };
}

/** Kinds outside the catalogue are custom resources, each under its own name. */
function kindFor({ value, whereIs }: ReadDocument<CheckDocument>): {
  readonly kind: Kind;
  readonly judges: (object: KubeObject) => boolean;
} {
  const { apiVersion, kind: name } = value.spec.for;
  const known = apiVersion === undefined ? kindByName(name)?.kind : kindOf(apiVersion, name)?.kind;
  if (known !== undefined) return { kind: known, judges: () => true };
  if (apiVersion === undefined) {
    const path = ['spec', 'for', 'kind'];
    const near = nearMisses(name, KIND_NAMES);
    throw documentError(
      whereIs(path),
      path,
      `there is no kind "${name}" in the catalogue`,
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'for a custom resource, name its apiVersion too',
    );
  }
  const group = groupOf(apiVersion);
  return {
    kind: 'CustomResource',
    judges: (object) => object.kind === name && groupOf(object.apiVersion) === group,
  };
}
