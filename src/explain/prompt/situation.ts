import type { Prose } from '../../checks/prose.generated.ts';
import type { Circumstances } from '../../findings/circumstances.ts';
import type { Finding } from '../../findings/finding.ts';
import { type ObjectRef, refKey, refText } from '../../kube/object-ref.ts';
import type { Choices } from '../answer/answer-schema.ts';
import { cleanLine } from '../evidence/clean.ts';
import type { EvidenceLine, Material } from '../evidence/evidence-line.ts';
import { evidenceLines } from '../evidence/evidence-lines.ts';

/** A finding with all that a model is told about it. */
export interface Situation {
  readonly finding: Finding;
  readonly lines: readonly EvidenceLine[];
  /** Objects that may be named, the subject first. */
  readonly objects: readonly ObjectRef[];
  /** The sentences that may be the cause, the finding's own first. */
  readonly causes: readonly string[];
  /** What is always true of this kind of problem, in at most 120 words. */
  readonly playbook: string;
  readonly choices: Choices;
  readonly material: Material;
}

const OBJECTS = 12;
const PLAYBOOK_WORDS = 120;

/** Puts together what a model is told about a finding. Pure: the same finding gives the same situation. */
export function situationOf(
  finding: Finding,
  prose: Prose,
  circumstances: Circumstances,
  options: { readonly withTimes?: boolean; readonly budget?: number } = {},
): Situation {
  const lines = evidenceLines(finding, circumstances, options);
  const objects = objectsOf(finding, lines);
  const causes = [finding.message, ...finding.causes.map(({ message }) => message)].map((text) => cleanLine(text));
  return {
    finding,
    lines,
    objects,
    causes,
    playbook: playbookOf(prose),
    choices: {
      causes: causes.map((_, index) => `C${index + 1}`),
      evidence: lines.map(({ id }) => id),
      fixes: finding.fixes.map((_, index) => `F${index + 1}`),
      objects: objects.map(refText),
    },
    material: { lines, objects, ownWords: [finding.title, ...Object.values(prose)].join('\n') },
  };
}

function objectsOf({ subject }: Finding, lines: readonly EvidenceLine[]): readonly ObjectRef[] {
  const objects = new Map([subject, ...lines.map(({ object }) => object)].map((ref) => [refKey(ref), ref]));
  return [...objects.values()].slice(0, OBJECTS);
}

/** Small models do better with one page of the matching playbook. Commands are ours to give, so they stay out. */
function playbookOf({ means, repair }: Prose): string {
  const sentences = [means, repair]
    .join(' ')
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?]) (?=[A-Z`])/)
    .filter((sentence) => !/kubectl|[A-Z]{4,}/.test(sentence));
  const kept: string[] = [];
  let words = 0;
  for (const sentence of sentences) {
    words += sentence.split(' ').length;
    if (words > PLAYBOOK_WORDS) break;
    kept.push(sentence);
  }
  return kept.join(' ').replaceAll('`', '');
}
