import type { Json } from '../base/json.ts';
import { PROSE } from '../checks/prose.generated.ts';
import { KINDS } from '../kube/kinds.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { Subject } from './explain.ts';
import { isLogWord } from './mask/log-words.ts';
import { createMasking, type Masking, type MaskingParts } from './mask/masking.ts';
import { ASK_RULES, EXPLAIN_RULES, TRANSLATE_RULES } from './prompt/rules.ts';
import { isEnglishWord } from './verify/vocabulary/english.ts';
import { isAbbreviation, isKindWord, isKubernetesWord } from './verify/vocabulary/kubernetes.ts';

export interface MaskingFor extends Pick<MaskingParts, 'salt' | 'hmac'> {
  /** Every name that the snapshot holds. */
  readonly names: Iterable<string>;
  readonly subjects: readonly Subject[];
}

/** Masking for what is known of a cluster, and for what its findings name besides: things that are missing, say. */
export function maskingFor({ names, subjects, salt, hmac }: MaskingFor): Masking {
  const named = subjects.flatMap(({ finding, circumstances }) => [
    ...[
      finding.subject,
      ...finding.members,
      ...[...finding.symptoms, ...finding.causes].map(({ subject }) => subject),
    ].flatMap(ofRef),
    ...[...finding.evidence, ...circumstances.conditions].flatMap(({ object }) => ofRef(object)),
    ...circumstances.warnings.flatMap(({ object }) => ofRef(object)),
    ...circumstances.logs.flatMap(({ object, container }) => [...ofRef(object), container]),
  ]);
  const facts = subjects.flatMap(({ finding }) => namesIn(finding.facts));
  const listed = new Set([...names, ...named]);
  const titles = subjects.flatMap(({ finding }) => wordsOfProse(finding.title));
  // A fact may be a word of ours that says which case it is.
  const cases = facts.filter((word) => isPlainWord(word) && !listed.has(word));
  const vocabulary = new Set([...OWN_WORDS, ...titles, ...cases]);
  return createMasking({ names: new Set([...listed, ...facts]), salt, hmac, vocabulary, isPlain: isPlainWord });
}

/** True for a word that tells nothing of a cluster: English, Kubernetes, or what programs write. */
export function isPlainWord(word: string): boolean {
  if (isKubernetesWord(word)) return true;
  const isCapitalised = /^\p{Lu}?[^\p{Lu}]*$|^\p{Lu}+$/u.test(word);
  const small = word.toLowerCase();
  return isCapitalised && (isEnglishWord(small) || isAbbreviation(small) || isKindWord(small) || isLogWord(small));
}

function ofRef({ namespace, name }: ObjectRef): readonly string[] {
  return namespace === null ? [name] : [namespace, name];
}

/** Facts are names, reasons, numbers or texts of the API: whatever is one word and no reason may be a name. */
function namesIn(value: Json): readonly string[] {
  if (typeof value === 'string')
    return /\s/.test(value) || /^[A-Z][A-Za-z]+$/.test(value) || value.length > 300 ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}

function wordsOfProse(text: string): readonly string[] {
  return text
    .split(/[\s`"'(),;:]+/)
    .map((word) => word.replace(/^[.-]+|[.?!]+$/g, ''))
    .filter((word) => word !== '');
}

/** The words of our own prompts. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  [
    EXPLAIN_RULES,
    ASK_RULES,
    TRANSLATE_RULES,
    ...Object.values(PROSE).flatMap((prose) => Object.values(prose)),
    ...Object.keys(KINDS),
  ].flatMap(wordsOfProse),
);
