import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineAction } from '../action.ts';
import { edited } from '../objects/edited.ts';
import { parsePath } from '../objects/field-path.ts';
import { forbiddenIn } from '../objects/forbidden.ts';
import { refuseIf, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { isPatchable, patchablePaths } from '../objects/patchable.ts';
import { workloadChange } from '../objects/workload-change.ts';
import { pathText } from '../patch/pointer.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { lookAtRollout } from '../workloads/template-change.ts';
import { isWorkload } from '../workloads/workload.ts';
import type { Edit } from '../write.ts';

const params = z.strictObject({
  edits: z
    .array(
      z.strictObject({
        path: z
          .string()
          .max(500)
          .refine((text) => parsePath(text) !== null, 'no path: write it like spec.ports[name=http].targetPort')
          .describe('The field: spec.template.spec.containers[name=web].env[name=MODE].value'),
        value: z.json().optional().describe('Its new value; the field goes where it is absent'),
      }),
    )
    .min(1)
    .max(20)
    .describe('Fields and their new values'),
});

type Params = z.infer<typeof params>;

export const patch = defineAction({
  id: 'patch',
  title: 'Change single fields that have no action of their own',
  on: 'any',
  risk: 'R3',
  rights: [
    { group: '', resource: 'limitranges', verb: 'list' },
    { group: '', resource: 'pods', verb: 'list' },
    { group: 'apps', resource: 'replicasets', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply',
  params,
  example: { edits: [{ path: 'spec.ports[name=http].targetPort', value: 8080 }] },
  look: async ({ target, reader }) => (isWorkload(target) ? lookAtRollout({ target, reader }) : null),
  propose: ({ target, params: wanted, facts }) => {
    const what = refText(refOf(target));
    const edits = editsOf(wanted);
    const allowed = patchablePaths(target);
    const foreign = edits.filter(({ path }) => !isPatchable(path, allowed)).map(({ path }) => pathText(path));
    const forbidden = forbiddenIn(edits);
    const after = edited(target, edits);
    const change = workloadChange(target, after.state === 'edited' ? after.object : target, facts);
    const refusals = [
      refuseIf(allowed.length === 0, 'kind-not-allowed', `objects of kind ${target.kind} are not patched`),
      refuseIf(
        allowed.length > 0 && foreign.length > 0,
        'path-not-allowed',
        `${listText(foreign)} of ${what} is not among the fields that may be patched`,
        'look for an action of its own',
      ),
      refuseIf(
        forbidden !== undefined,
        'field-forbidden',
        `${forbidden ?? ''} of ${what} is never changed by an action`,
      ),
      refuseIf(
        after.state === 'impossible',
        'path-missing',
        `${what} has no ${after.state === 'impossible' ? pathText(after.path) : ''}`,
      ),
      refuseIf(after.state === 'edited' && !after.changes, 'nothing-changes', `${what} holds these values already`),
      ...change.refusals,
    ];
    return unlessRefused(refusals, () => ({
      summary: `change ${listText(edits.map(({ path }) => pathText(path)))} of ${what}`,
      risk: change.rollsOut ? 'R3' : 'R2',
      writes: [{ verb: 'patch', before: target, edits }],
      effects: change.effects,
      wayBack: `the same fields get the values that they have now${change.rollsOut ? ', in one more rollout' : ''}`,
    }));
  },
  verify: async (verifying) => {
    const { target, reader, written } = verifying;
    const edits = editsOf(verifying.params);
    const held = await fieldsHold(reader, target, edits, written[0]);
    const rollsOut = edits.some(({ path }) => path[0] === 'spec' && path[1] === 'template');
    return held.state === 'done' && rollsOut && isWorkload(target) ? rolloutProgress(verifying) : held;
  },
});

function editsOf({ edits }: Params): readonly Edit[] {
  return edits.map(({ path, value }) => ({ path: parsePath(path) ?? [], value }));
}
