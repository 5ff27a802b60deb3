import type { z } from 'zod';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { type Action, defineAction, type Refusal } from '../action.ts';
import { unlessRefused } from '../objects/judged.ts';

/** What a person would do. */
interface Advice {
  /** One sentence without a full stop. */
  readonly summary: string;
  /** Commands in their order. */
  readonly commands: readonly string[];
  /** What can go wrong, each a sentence without a full stop. */
  readonly risks: readonly string[];
  readonly wayBack: string;
}

interface AdviceDefinition<P> {
  readonly id: string;
  readonly title: string;
  readonly on: readonly Kind[] | 'any';
  readonly source: string;
  readonly params: z.ZodType<P>;
  readonly example: P;
  /** Why there is nothing to advise. */
  refusals(target: KubeObject, params: P): readonly (Refusal | null)[];
  advise(target: KubeObject, params: P): Advice;
}

/**
 * An action that is never executed: what it would change decides over who may do what, over data, or over what guards
 * the cluster, and a person answers for that.
 */
export function defineAdvice<P>(definition: AdviceDefinition<P>): Action {
  const { refusals, advise, ...described } = definition;
  return defineAction<P, null>({
    ...described,
    risk: 'R0',
    rights: [],
    proposeOnly: true,
    look: async () => null,
    propose: ({ target, params }) =>
      unlessRefused(refusals(target, params), () => {
        const { summary, commands, risks, wayBack } = advise(target, params);
        return {
          summary,
          risk: 'R0',
          writes: [],
          effects: { podsDisrupted: 0 },
          wayBack,
          notes: [...commands.map((command) => `run: ${command}`), ...risks.map((risk) => `risk: ${risk}`)],
        };
      }),
    verify: async () => ({ state: 'failed', reason: `${definition.id} is never executed: a person does it` }),
  });
}
