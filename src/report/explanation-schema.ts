import { z } from 'zod';
import { EXPLANATION_STATES, LANGUAGES } from '../explain/explanation.ts';
import { count, text, textOrNull } from './fields.ts';
import { Fix } from './fix-schema.ts';

const Knowledge = z
  .object({
    means: text('What the problem means.'),
    look: text('How to look, with commands for this object.'),
    repair: text('How to repair it.'),
    fine: text('When it is fine as it is.'),
  })
  .meta({
    id: 'Knowledge',
    description: 'The built-in text about the problem, as Markdown, with the names of the object.',
  });

/** An explanation as a report carries it: `src/explain/explanation.ts`, field by field. */
export const ExplanationSchema = z
  .object({
    state: z.enum(EXPLANATION_STATES).meta({
      description:
        'verified: every sentence of the model stands in the evidence. partly-verified: some did not, and were taken ' +
        'out. built-in: no word of a model.',
    }),
    note: textOrNull(
      'Why a model that was asked has no word in it, or why its words are English after all; null where all went well.',
    ),
    droppedSentences: count('How many sentences of the model were taken out.'),
    model: textOrNull('The model whose words these are; null for built-in.'),
    language: z.enum(LANGUAGES).meta({ description: 'The language of summary, why and unknowns.' }),
    summary: text('What is wrong, in plain words. For built-in the same as knowledge.means.'),
    why: textOrNull('How that follows from the evidence; null where nothing is said.'),
    unknowns: z.array(z.string()).meta({ description: 'What the evidence does not tell.' }),
    cause: textOrNull('Which of several causes the model holds for the main one; null where there is one.'),
    object: textOrNull('The object that the model would look at first; null for built-in.'),
    evidence: z.array(z.string()).meta({ description: 'The lines of evidence that the model rests on.' }),
    fixes: z.array(Fix).meta({ description: 'Those of the fixes that the model would begin with.' }),
    knowledge: Knowledge,
  })
  .meta({ id: 'Explanation', description: 'Text about a finding: built in, or of a model and verified.' });
