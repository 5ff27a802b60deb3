import { z } from 'zod';
import { count, text, textOrNull } from './fields.ts';
import { FindingSchema } from './finding-schema.ts';

const Rule = z
  .object({
    where: text('The file and the line of the rule.'),
    reason: text('What the rule says why.'),
    count: count('How many findings it took out.'),
  })
  .meta({ id: 'IgnoreRule', description: 'A rule of the config file that took something out.' });

const Resolved = z
  .object({
    id: text('The id of the finding.'),
    check: text('The check that saw it.'),
    subject: text('Its object, like `Deployment shop/web`.'),
    since: text('Since when it was known.'),
  })
  .meta({ id: 'ResolvedFinding', description: 'A known finding that is gone.' });

const Suppressed = z
  .object({
    by: z.enum(['annotation', 'rule', 'baseline']),
    reason: text('Where the annotation stands, what the rule says, or since when it is known.'),
    where: textOrNull('The file and the line of the rule; null for the others.'),
    finding: FindingSchema,
  })
  .meta({ id: 'SuppressedFinding', description: 'A finding that is not reported, and why.' });

/** What somebody did not want to hear of: counted always, listed on request. */
export const SuppressedSchema = z
  .object({
    total: count('All that are not reported.'),
    annotation: count('Those that the annotation mekhanikube.io/ignore takes out.'),
    rule: count('Those that a rule of the config file takes out.'),
    baseline: count('Those that the baseline knows.'),
    rules: z.array(Rule).meta({ description: 'The rules that took something out.' }),
    resolved: z.array(Resolved).meta({ description: 'Entries of the baseline that were looked for and are gone.' }),
    findings: z
      .array(Suppressed)
      .nullable()
      .meta({ description: 'The findings themselves; null unless --show-suppressed asks for them.' }),
  })
  .nullable()
  .meta({
    description:
      'Findings that are not reported, and count in no exit code; null where there are none, and no entry of a ' +
      'baseline is gone.',
  });
