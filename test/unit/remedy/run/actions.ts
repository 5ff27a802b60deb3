import { z } from 'zod';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { type ObjectRef, refOf, refText } from '../../../../src/kube/object-ref.ts';
import { type Action, defineAction, type Progress } from '../../../../src/remedy/action.ts';
import type { Write } from '../../../../src/remedy/write.ts';

/** How the actions' verification comes out, by the name of the target; `done` where absent. */
export type Outcomes = Map<string, (object: KubeObject | null) => Progress>;

/** Sets the size of its target. */
export function resize(progress: Outcomes): Action {
  return defineAction({
    ...described('resize'),
    params: z.strictObject({ size: z.number() }),
    example: { size: 3 },
    look: async () => null,
    propose: ({ target, params: { size } }) => {
      const spec = (target as unknown as { spec: { size: number } }).spec;
      const name = refText(refOf(target));
      if (spec.size === size)
        return { state: 'refused', refusals: [{ id: 'same', reason: `${name} has size ${size} already` }] };
      return {
        state: 'proposed',
        summary: `set the size of ${name} to ${size}`,
        risk: 'R2',
        writes: [{ verb: 'patch', before: target, edits: [{ path: ['spec', 'size'], value: size }] }],
        effects: { podsDisrupted: 0 },
        wayBack: `its size is ${spec.size} again`,
      };
    },
    verify: async ({ target, written }) => progressOf(progress, refOf(target), written.at(-1) ?? null),
  });
}

/** Makes the writes that a test gives it. */
export function several(progress: Outcomes, writes: (target: KubeObject) => readonly Write[]): Action {
  return defineAction({
    ...described('several'),
    params: z.strictObject({}),
    example: {},
    look: async () => null,
    propose: ({ target }) => ({
      state: 'proposed',
      summary: 'several writes',
      risk: 'R2',
      writes: writes(target),
      effects: { podsDisrupted: 0 },
      wayBack: 'each is taken back',
    }),
    verify: async ({ target, written }) => progressOf(progress, refOf(target), written.at(-1) ?? null),
  });
}

function progressOf(progress: Outcomes, ref: ObjectRef, object: KubeObject | null): Progress {
  return progress.get(ref.name)?.(object) ?? { state: 'done', reason: 'it holds' };
}

export const tell = defineAction({
  ...described('notify'),
  params: z.strictObject({}),
  example: {},
  look: async () => null,
  propose: () => ({
    state: 'proposed',
    summary: 'tell oncall',
    risk: 'R0',
    writes: [],
    effects: { podsDisrupted: 0 },
    wayBack: 'nothing is to be taken back',
  }),
  verify: async () => ({ state: 'done', reason: 'nothing was changed' }),
});

function described(id: string) {
  return { id, title: id, on: 'any', risk: 'R2', rights: [], source: 'https://kubernetes.io/docs/' } as const;
}
