import { refKey } from '../kube/object-ref.ts';
import type { Finding, FoldRule, Judged, Symptom } from './finding.ts';

/** One judgement on the way to the cause. */
export interface Step extends Judged {
  readonly message: string;
  /** Why the next step is behind it; null for the last one, the cause. */
  readonly rule: FoldRule | null;
}

/** The way from what is wrong with an object to its cause. */
export interface Chain {
  /** The object's own judgement first, the finding last. */
  readonly steps: readonly Step[];
  readonly finding: Finding;
}

/**
 * The ways from these objects, given as keys of references, to the causes: one for each finding, by the judgement that
 * is farthest from its cause.
 */
export function chainsFrom(keys: ReadonlySet<string>, findings: readonly Finding[]): readonly Chain[] {
  return findings.flatMap((finding) => {
    const chains = finding.symptoms
      .filter(({ subject }) => keys.has(refKey(subject)))
      .map((symptom) => ({ steps: stepsFrom(symptom, finding), finding }));
    const isAbout = [finding.subject, ...finding.members].some((ref) => keys.has(refKey(ref)));
    const longest = [...chains].sort((left, right) => right.steps.length - left.steps.length)[0];
    if (longest !== undefined) return [longest];
    return isAbout ? [{ steps: [causeOf(finding)], finding }] : [];
  });
}

function stepsFrom(symptom: Symptom, finding: Finding): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Set<Symptom>();
  for (let at: Symptom | undefined = symptom; at !== undefined && !seen.has(at); at = nextOf(at, finding)) {
    seen.add(at);
    steps.push({ check: at.check, subject: at.subject, message: at.message, rule: at.because.rule });
  }
  return [...steps, causeOf(finding)];
}

/** The symptom that this one follows from; undefined where that is the finding itself. */
function nextOf({ because: { by } }: Symptom, { symptoms }: Finding): Symptom | undefined {
  return symptoms.find(({ check, subject }) => check === by.check && refKey(subject) === refKey(by.subject));
}

function causeOf({ check, subject, message }: Finding): Step {
  return { check, subject, message, rule: null };
}
