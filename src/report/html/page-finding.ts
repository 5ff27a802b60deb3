import type { Json } from '../../base/json.ts';
import type { Picture } from '../../diagnose/picture/picture.ts';
import { refKey, refText } from '../../kube/object-ref.ts';
import { stateText } from '../explanation-state.ts';
import type { Report } from '../report.ts';
import { changeText, shortened, valueText } from '../value-text.ts';
import { visible } from '../visible.ts';
import { type PagePicture, pagePicture } from './page-picture.ts';
import type { Pools } from './pools.ts';

type Finding = Report['findings'][number];
type Explanation = NonNullable<Finding['explanation']>;

/** What the page shows of a finding once it is opened. Numbers are places in the pools; what is empty is left out. */
export interface PageFinding {
  readonly object: number;
  readonly check: number;
  /** The message, where its line cuts it. */
  readonly whole?: string;
  readonly members?: readonly number[];
  readonly membersMore?: number;
  readonly evidence?: readonly (readonly [object: number, path: string, value: string])[];
  readonly symptoms?: readonly (readonly [object: number, message: string, why: string])[];
  readonly symptomsMore?: number;
  readonly causes?: readonly (readonly [object: number, message: string, id: string])[];
  readonly change?: PageChange;
  readonly picture?: PagePicture;
  readonly explained?: PageExplanation;
}

interface PageChange {
  readonly object: number;
  readonly at: string | null;
  readonly what: string;
  readonly differences: readonly (readonly [path: string, text: string])[];
}

interface PageExplanation {
  readonly state: string;
  readonly texts: readonly string[];
  readonly unknowns: readonly string[];
  readonly rests: readonly string[];
  readonly knowledge: readonly (readonly [title: string, text: string])[];
}

/** A mail has an end: longer texts lose their middle, longer lists their end, and both say so. */
const LONGEST = 12_000;
const MEMBERS = 100;
const SYMPTOMS = 60;
/** What the line of a finding has room for. */
export const MESSAGE_SHOWN = 300;

/** The part of a finding that the page's script shows. */
export function pageFinding(finding: Finding, picture: Picture, pools: Pools): PageFinding {
  const { subject, message, members, symptoms, evidence, causes, change, explanation } = finding;
  const drawn = pagePicture(picture, pools);
  return {
    object: pools.object(subject),
    check: pools.check(finding.check, finding.docs),
    ...(visible(message).length > MESSAGE_SHOWN && { whole: cut(message) }),
    ...(members.length > 0 && {
      members: members.slice(0, MEMBERS).map((ref) => pools.object(ref)),
      membersMore: Math.max(0, members.length - MEMBERS),
    }),
    ...(evidence.length > 0 && {
      evidence: evidence.map(
        ({ object, path, value }) => [pools.object(object), cut(path), valueShown(value)] as const,
      ),
    }),
    ...(symptoms.length > 0 && {
      symptoms: symptoms
        .slice(0, SYMPTOMS)
        .map(
          (symptom) =>
            [pools.object(symptom.subject), cut(symptom.message), whyText(symptom.because, finding)] as const,
        ),
      symptomsMore: Math.max(0, symptoms.length - SYMPTOMS),
    }),
    ...(causes.length > 0 && {
      causes: causes.map((cause) => [pools.object(cause.subject), cut(cause.message), visible(cause.id)] as const),
    }),
    ...(change !== null && { change: changeShown(change, pools) }),
    ...(drawn !== undefined && { picture: drawn }),
    ...(explanation !== null && { explained: explanationShown(explanation) }),
  };
}

function changeShown({ object, at, what, differences }: NonNullable<Finding['change']>, pools: Pools): PageChange {
  return {
    object: pools.object(object),
    at: at === null ? null : visible(at),
    what: cut(what),
    differences: differences.map(({ path, from, to }) => [
      cut(path),
      cut(changeText(from, to, true).replace(/^= /, '')),
    ]),
  };
}

function explanationShown(explanation: Explanation): PageExplanation {
  const { state, summary, why, unknowns, evidence, knowledge } = explanation;
  const texts = state === 'built-in' ? [] : [summary, why ?? ''].filter((text) => text !== '');
  return {
    state: visible(stateText(explanation)),
    texts: texts.map(cut),
    unknowns: unknowns.map(cut),
    rests: evidence.map(cut),
    knowledge: [
      ['What it means', cut(knowledge.means.replaceAll('\n', ' '))],
      ['How to look', cut(knowledge.look.replaceAll('\n', ' '))],
      ['How to repair', cut(knowledge.repair.replaceAll('\n', ' '))],
      ['When it is fine', cut(knowledge.fine.replaceAll('\n', ' '))],
    ],
  };
}

/** Why a symptom is no finding of its own; empty where it follows from the finding itself. */
function whyText({ rule, by }: Finding['symptoms'][number]['because'], { check, subject }: Finding): string {
  if (by.check === check && refKey(by.subject) === refKey(subject)) return '';
  const text = rule === 'same-object' ? `${by.check} on the same object` : `${by.check} of ${refText(by.subject)}`;
  return `follows from ${visible(text)}`;
}

function valueShown(value: Json): string {
  return cut(valueText(value, true).replace(/^= /, ''));
}

function cut(text: string): string {
  return shortened(visible(text), LONGEST);
}
