import { z } from 'zod';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineAction } from '../action.ts';
import { durationParam } from '../objects/duration.ts';
import { unlessRefused } from '../objects/judged.ts';
import { messageText, PLACEHOLDERS, unknownPlaceholder } from '../objects/message-text.ts';

const params = z.strictObject({
  channel: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .describe('The channel, by its name in the configuration'),
  template: z
    .string()
    .min(1)
    .max(2_000)
    .refine((text) => unknownPlaceholder(text) === undefined, `only {${PLACEHOLDERS.join('}, {')}} are filled in`)
    .default('{target}: {message}')
    .describe('The text; {target}, {kind}, {namespace}, {name}, {check}, {severity} and {message} are filled in'),
  repeat: durationParam.default('4h').describe('Not said again to the same channel about the same target before: 4h'),
});

export const notify = defineAction({
  id: 'notify',
  title: 'Tell a channel',
  on: 'any',
  risk: 'R0',
  rights: [],
  source: 'https://kubernetes.io/docs/tasks/debug/',
  params,
  example: { channel: 'oncall', template: '{target}: {message}', repeat: '4h' },
  look: async () => null,
  propose: ({ target, params: { channel, template, repeat }, finding }) =>
    unlessRefused([], () => ({
      summary: `tell ${channel} about ${refText(refOf(target))}`,
      risk: 'R0',
      writes: [],
      effects: { podsDisrupted: 0 },
      wayBack: 'nothing is to be taken back; what was said stays said',
      notes: [messageText(template, target, finding)],
      // Approved is who is told and how, not the words of the moment.
      signature: { channel, template, repeat },
    })),
  verify: async () => ({ state: 'done', reason: 'nothing was changed in the cluster' }),
});
