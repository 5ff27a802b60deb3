import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineAction } from '../action.ts';
import { unlessRefused } from '../objects/judged.ts';
import { messageText, PLACEHOLDERS, unknownPlaceholder } from '../objects/message-text.ts';

const params = z.strictObject({
  hook: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .describe('The hook, by its name in the configuration; addresses stand only there'),
  body: z
    .record(
      z.string().min(1).max(63),
      z
        .string()
        .max(2_000)
        .refine((text) => unknownPlaceholder(text) === undefined, `only {${PLACEHOLDERS.join('}, {')}} are filled in`),
    )
    .default({})
    .describe('Fields of its own in what is posted; {target}, {name} and the like are filled in'),
  undoHook: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .optional()
    .describe('The hook that takes back what it does'),
  risk: z.enum(['R0', 'R1', 'R2', 'R3']).default('R3').describe('How much what it sets off can go wrong'),
});

export const webhookCall = defineAction({
  id: 'webhook.call',
  title: 'Call a hook, once for each run',
  on: 'any',
  risk: 'R3',
  rights: [],
  source: 'https://www.rfc-editor.org/rfc/rfc9110#name-post',
  params,
  example: { hook: 'runbook', body: { workload: '{target}' }, risk: 'R1' },
  look: async () => null,
  propose: ({ target, params: { hook, body, undoHook, risk }, finding }) =>
    unlessRefused([], () => ({
      summary: `call ${hook} about ${refText(refOf(target))}`,
      risk,
      writes: [],
      effects: { podsDisrupted: 0 },
      wayBack: undoHook === undefined ? 'cannot be taken back from here' : `call ${undoHook}`,
      notes: Object.entries(body).map(([name, text]) => `${name}: ${messageText(text, target, finding)}`),
      signature: { hook, body, undoHook: undoHook ?? null },
    })),
  verify: async () => ({ state: 'done', reason: 'nothing was changed in the cluster from here' }),
});
