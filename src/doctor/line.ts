/** How one thing stands. `skip`: it was not looked at, or is not needed. */
export type Status = 'ok' | 'warn' | 'fail' | 'skip';

export type Area = 'cluster' | 'permissions' | 'model' | 'machine' | 'docker' | 'proxy' | 'terminal';

/** One line of the doctor's report. */
export interface Line {
  readonly area: Area;
  /** Unique within its area, like `clock`. */
  readonly name: string;
  readonly status: Status;
  /** What was seen, without a full stop. */
  readonly seen: string;
  /** The one thing to do; null where nothing need be done. */
  readonly mend: string | null;
}

/** How a judgement reads. */
export interface Words {
  readonly seen: string;
  readonly mend?: string | null;
}

/** The line that facts give, if any. */
export type LineOf<Facts> = (facts: Facts) => Line | null;

interface Definition<Facts, Judged> {
  readonly area: Area;
  readonly name: string;
  /** What the facts mean; null where there is nothing to say. */
  judge(facts: Facts): Judged | null;
  words(judged: Judged): Words;
}

/** Defines a line: a judgement, and apart from it how it reads. */
export function defineLine<Facts, Judged extends { readonly status: Status }>(
  definition: Definition<Facts, Judged>,
): LineOf<Facts> {
  return (facts) => {
    const judged = definition.judge(facts);
    if (judged === null) return null;
    const { seen, mend = null } = definition.words(judged);
    return { area: definition.area, name: definition.name, status: judged.status, seen, mend };
  };
}
