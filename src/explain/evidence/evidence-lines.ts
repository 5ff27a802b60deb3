import type { Json } from '../../base/json.ts';
import type { Circumstances } from '../../findings/circumstances.ts';
import type { Evidence, Finding } from '../../findings/finding.ts';
import { type ObjectRef, refKey, refText } from '../../kube/object-ref.ts';
import { durationText, timeMs } from '../../kube/time.ts';
import { cleanLine } from './clean.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { EvidenceLine } from './evidence-line.ts';
import { foreignParts, isWritten, quotedParts, textsOfOthers } from './foreign-text.ts';

interface Unnumbered extends Omit<EvidenceLine, 'id'> {
  /** The part of the text that another line may say as well. */
  readonly said: string;
}

/** What is left of a window of 4,096 tokens after the rules, the answer and some slack. */
export const EVIDENCE_TOKENS = 1_600;
const SYMPTOMS = 6;
const MEMBERS_NAMED = 3;

/**
 * Numbers what is known about a finding, the weightiest first: what the check states, the fields it saw, conditions,
 * events, the end of the log, what follows. What says the same twice is left out, and so is what the budget (in
 * estimated tokens) has no room for. Times are told only where a question may be about them: they differ in each run,
 * and an explanation is to be the same for the same situation.
 */
export function evidenceLines(
  finding: Finding,
  circumstances: Circumstances,
  options: { readonly budget?: number; readonly withTimes?: boolean } = {},
): readonly EvidenceLine[] {
  const { conditions, warnings, logs } = circumstances;
  const candidates = [
    ...statements(finding, textsOfOthers(finding, circumstances)),
    ...(options.withTimes ? times(finding, circumstances) : []),
    ...finding.evidence.map(fieldLine),
    ...conditions.map(conditionLine),
    ...warnings.map(({ object, reason, message, count }) =>
      line('event', object, `${refText(object)}: ${reason}${count > 1 ? `, ${count} times` : ''}: ${message}`, message),
    ),
    ...logs.flatMap(({ object, container, lines }) =>
      lines.map((text) => line('log', object, `${refText(object)}, log of container ${container}: ${text}`)),
    ),
    ...consequences(finding),
  ];
  return numbered(fitting(unrepeated(candidates), options.budget ?? EVIDENCE_TOKENS));
}

function statements(finding: Finding, others: readonly string[]): readonly Unnumbered[] {
  const { subject, message, members, causes } = finding;
  const said = [
    from(line('statement', subject, `${refText(subject)}: ${message}`), foreignParts(cleanLine(message), others)),
  ];
  if (members.length > 0) {
    const names = members.slice(0, MEMBERS_NAMED).map(refText).join(', ');
    const more = members.length > MEMBERS_NAMED ? ` and ${members.length - MEMBERS_NAMED} more` : '';
    said.push(line('statement', subject, `${members.length} of its objects are affected: ${names}${more}`));
  }
  for (const cause of causes) {
    const text = `In part because of ${refText(cause.subject)}: ${cause.message}`;
    said.push(from(line('statement', cause.subject, text), quotedParts(cleanLine(cause.message))));
  }
  return said;
}

function times({ subject, since }: Finding, { takenAt, warnings }: Circumstances): readonly Unnumbered[] {
  const age = durationText((timeMs(takenAt) ?? 0) - (timeMs(since) ?? 0));
  const began = since === null ? 'Nothing says when it began' : `It began at ${since}, ${age} before that`;
  const seen = warnings
    .filter(({ last }) => last !== null)
    .map(({ object, reason, first, last }) =>
      line('statement', object, `${reason} of ${refText(object)} was seen from ${first ?? last} to ${last}`),
    );
  return [line('statement', subject, `The cluster was read at ${takenAt}. ${began}`), ...seen];
}

function consequences({ symptoms, subject }: Finding): readonly Unnumbered[] {
  return symptoms.slice(0, SYMPTOMS).map((symptom) => {
    const about = refKey(symptom.subject) === refKey(subject) ? '' : `${refText(symptom.subject)}: `;
    const told = line('statement', symptom.subject, `Follows from it: ${about}${symptom.message}`);
    return from(told, quotedParts(cleanLine(symptom.message)));
  });
}

/** A line with the parts of it that somebody else wrote. */
function from(told: Unnumbered, foreign: readonly string[]): Unnumbered {
  return foreign.length === 0 ? told : { ...told, foreign };
}

function fieldLine({ object, path, value }: Evidence): Unnumbered {
  const said = value === null ? 'is not set' : plain(value);
  const told = line('field', object, `${refText(object)} ${path} ${value === null ? said : `= ${said}`}`, said);
  return from(told, value !== null && isWritten(path, said) ? [told.said] : []);
}

/** Its message may be one that an event or a field has told. */
function conditionLine(condition: Evidence): Unnumbered {
  const { foreign: _, ...whole } = fieldLine(condition);
  const said = whole.said.split(': ').slice(2).join(': ');
  return from({ ...whole, said }, said === '' || STANDARD.test(said) ? [] : [said]);
}

/** Messages that the controllers of Kubernetes write the same in every cluster. */
const STANDARD =
  /^(?:Deployment (?:has|does not have) minimum availability|Job has reached the specified backoff limit|containers with (?:unready|incomplete) status: \[[\w .-]*\])\.?$/u;

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function line(origin: Unnumbered['origin'], object: ObjectRef, text: string, said = ''): Unnumbered {
  return { origin, object, text: cleanLine(text), said: cleanLine(said) };
}

/** Shorter texts, `False` or `1`, mean something else in another place. */
const TELLING = 30;

/** Leaves out a line that says what an earlier one says. */
function unrepeated(lines: readonly Unnumbered[]): readonly Unnumbered[] {
  const kept: Unnumbered[] = [];
  for (const one of lines) {
    const isKnown = ({ text }: Unnumbered): boolean =>
      text === one.text || (one.said.length > TELLING && text.includes(one.said));
    if (!kept.some(isKnown)) kept.push(one);
  }
  return kept;
}

function fitting(lines: readonly Unnumbered[], budget: number): readonly Unnumbered[] {
  let left = budget;
  return lines.filter(({ text }, index) => {
    const cost = estimateTokens(text) + 3;
    if (cost > left && index > 0) return false;
    left -= cost;
    return true;
  });
}

function numbered(lines: readonly Unnumbered[]): readonly EvidenceLine[] {
  return lines.map(({ said: _, ...line }, index) => ({ id: `E${index + 1}`, ...line }));
}
