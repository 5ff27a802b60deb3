import type { z } from 'zod';
import { MekhanikubeError } from '../base/errors.ts';
import type { Finding } from '../findings/finding.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import type { Reader } from './live/reader.ts';
import { paramsProblem } from './objects/params-problem.ts';
import type { Right, Risk, Write } from './write.ts';

/** Why an action does not fit its target as it stands: one of its own preconditions is false. */
export interface Refusal {
  /** Stable, kebab-case: `rollout-paused`. */
  readonly id: string;
  /** One sentence without a full stop, with the real names and values in it. */
  readonly reason: string;
  /** What to do instead, where that is known. */
  readonly hint?: string;
}

/** What the change does to things around it: the guards judge it. */
export interface Effects {
  /** Pods that are stopped or replaced, at once or one after the other. */
  readonly podsDisrupted: number;
  /** The workload's replicas before and after, where they change. */
  readonly replicas?: { readonly from: number; readonly to: number };
  /**
   * What the namespace must have room for beyond what it has now, surge included: number of pods, and the requests and
   * limits of all of them together in base units (cores, bytes) under the names of a quota: `requests.cpu`.
   */
  readonly demand?: Readonly<Record<string, number>>;
  /** One new pod's requests in base units, which some node must have room for. */
  readonly podRequests?: Readonly<Record<string, number>>;
  /** The largest factor by which a resource grows; 1 for none. */
  readonly resourceFactor?: number;
}

/** What an action would do to its target, or every reason why it does not fit. */
export type Proposal =
  | { readonly state: 'refused'; readonly refusals: readonly Refusal[] }
  | {
      readonly state: 'proposed';
      /** One sentence without a full stop: `set replicas of Deployment shop/web from 2 to 4`. */
      readonly summary: string;
      /** Not above that of the definition. */
      readonly risk: Risk;
      /** In their order; one step of drain evicts many pods. Empty for what only tells somebody. */
      readonly writes: readonly Write[];
      readonly effects: Effects;
      /** How it is taken back, or that it cannot be, in one sentence. */
      readonly wayBack: string;
      /** Shown to the user beside the plan, like `pods are not moved back`. */
      readonly notes?: readonly string[];
      /** What approval is given to, where the writes themselves may change between plan and execution (drain). */
      readonly signature?: unknown;
    };

/** How far a change has come. `failed` means that waiting longer does not help. */
export type Progress =
  | { readonly state: 'done'; readonly reason: string }
  | { readonly state: 'waiting' | 'failed'; readonly reason: string };

/** What `propose` judges. */
export interface Situation<P, F> {
  /** As the API server holds it now. */
  readonly target: KubeObject;
  readonly params: P;
  readonly facts: F;
  /** The finding that asks for the repair; null where a person does. */
  readonly finding: Finding | null;
  readonly now: Date;
}

/** What `look` may use. */
export interface Looking<P> {
  readonly target: KubeObject;
  readonly params: P;
  readonly finding: Finding | null;
  readonly reader: Reader;
  readonly now: Date;
}

/**
 * What `verify` judges: the objects as the writes returned them, and the live cluster. All of it is in the backup, so
 * that another process can go on after a crash.
 */
export interface Verifying<P> {
  /** As it was before. */
  readonly target: KubeObject;
  readonly params: P;
  /** What the server returned for each write, in order; null where it returned no object. */
  readonly written: readonly (KubeObject | null)[];
  readonly reader: Reader;
  /** When the last write was done. */
  readonly writtenAt: Date;
  readonly now: Date;
}

/** What every action tells about itself. */
interface Described {
  /** Stable: `rollout.undo`. The file is called `rollout-undo.ts`, its prose `rollout-undo.md`. */
  readonly id: string;
  /** A few words: `Go back to an earlier revision`. */
  readonly title: string;
  /** Kinds of targets; `any` for every kind that the server serves. */
  readonly on: readonly Kind[] | 'any';
  /** The highest that it can be. */
  readonly risk: Risk;
  /** What it needs beyond reading its target. For `any`, the right to write is asked for the target's own resource. */
  readonly rights: readonly Right[];
  /** The page or code of Kubernetes that makes its rules true. */
  readonly source: string;
  /** Never executed: it prints what a person would do, and what could go wrong. */
  readonly proposeOnly?: true;
}

/** A kind of change: a pure judgement between one look at the cluster and one proof. */
export interface ActionDefinition<P, F> extends Described {
  readonly params: z.ZodType<P>;
  /** An example of params that the schema takes. */
  readonly example: P;
  /** Reads what `propose` needs to know. Never writes. A fact that cannot be read is a fact, too: say so in F. */
  look(looking: Looking<P>): Promise<F>;
  /** Pure. Unknown facts refuse. All reasons, not the first one. */
  propose(situation: Situation<P, F>): Proposal;
  /** Called again and again until it is done, has failed, or its time is over. */
  verify(verifying: Verifying<P>): Promise<Progress>;
}

/** An action as everybody else sees it: params are checked where they come in, facts stay inside. */
export interface Action extends Described {
  readonly params: z.ZodType;
  readonly example: unknown;
  /** @throws MekhanikubeError `usage` for params that it does not take */
  consider(looking: Looking<unknown>): Promise<Proposal>;
  /** @throws MekhanikubeError `usage` for params that it does not take */
  verify(verifying: Verifying<unknown>): Promise<Progress>;
}

/** Closes an action over its params and facts. */
export function defineAction<P, F>(definition: ActionDefinition<P, F>): Action {
  const { look, propose, verify, ...described } = definition;
  const parse = (params: unknown): P => {
    const parsed = definition.params.safeParse(params);
    if (parsed.success) return parsed.data;
    const { message, hint } = paramsProblem(parsed.error, params);
    throw new MekhanikubeError('usage', `params of ${definition.id}: ${message}`, {
      hint: hint ?? `see what it takes: mekhanikube remediate actions ${definition.id}`,
    });
  };
  return {
    ...described,
    consider: async (looking) => {
      const params = parse(looking.params);
      const facts = await look({ ...looking, params });
      return propose({ target: looking.target, params, facts, finding: looking.finding, now: looking.now });
    },
    verify: (verifying) => verify({ ...verifying, params: parse(verifying.params) }),
  };
}

/** Says no, for one or several reasons. */
export function refused(...refusals: readonly Refusal[]): Proposal {
  return { state: 'refused', refusals };
}
