import { z } from 'zod';
import type { Json } from '../base/json.ts';
import { SEVERITIES } from '../findings/severity.ts';
import { ExplanationSchema } from './explanation-schema.ts';
import { text, textOrNull, time } from './fields.ts';
import { Fix } from './fix-schema.ts';

const json: z.ZodType<Json> = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.lazy(() => json)),
    z.record(
      z.string(),
      z.lazy(() => json),
    ),
  ])
  .meta({ id: 'Json', description: 'Any JSON value.' });

export const RefSchema = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: textOrNull('Null for cluster-scoped kinds.'),
    name: z.string(),
  })
  .meta({ id: 'ObjectRef', description: 'Names one object, whether it exists or not.' });

export const SeveritySchema = z.enum(SEVERITIES).meta({
  id: 'Severity',
  description:
    'critical: down now. high: partly down now, or the next restart, rollout or drain provably fails. ' +
    'medium: degraded, or fails within days. low: hygiene with the potential of an incident. info: context.',
});

const Judged = z
  .object({ check: text('The id of the check that saw it.'), subject: RefSchema })
  .meta({ id: 'Judged', description: 'Names a judgement: which check, about what.' });

const Because = z
  .object({
    rule: z.enum(['same-object', 'consequence']).meta({
      description:
        'same-object: the same object has a judgement that is nearer to the cause. ' +
        'consequence: everything that it waits for or is made of has a judgement of its own.',
    }),
    by: Judged.meta({ description: 'What it follows from directly: the finding, or another of its symptoms.' }),
  })
  .meta({ id: 'Because', description: 'Why a judgement is no finding of its own.' });

const Symptom = z
  .object({
    ...Judged.shape,
    message: text('One sentence.'),
    because: Because.meta({ description: 'Why it stands here, and not among the findings.' }),
  })
  .meta({ id: 'Symptom', description: 'What follows from a finding and needs no repair of its own.' });

const Cause = z
  .object({ id: text('The id of that finding.'), ...Judged.shape, message: text('One sentence.') })
  .meta({ id: 'Cause', description: 'Another finding that explains a part of this one.' });

const Change = z
  .object({
    object: RefSchema,
    at: time().nullable().meta({ description: 'When; null where nothing says so.' }),
    what: text('What changed, like `revision 4, after 3`.'),
    differences: z.array(
      z.object({
        path: text('The field, like `spec.template.spec.containers[name=web].image`.'),
        from: json.meta({ description: 'Null where the field was absent.' }),
        to: json.meta({ description: 'Null where the field is absent.' }),
      }),
    ),
  })
  .meta({ id: 'Change', description: 'The last change of an object before its trouble began: evidence, no proof.' });

const Evidence = z
  .object({
    object: RefSchema,
    path: text('The field, like `status.containerStatuses[name=web].state.waiting.reason`.'),
    value: json.meta({ description: 'Null where the field is absent.' }),
  })
  .meta({ id: 'Evidence', description: 'Where a fact was seen: a field of an object, and its value.' });

/** A finding as a report carries it: `src/findings/finding.ts`, field by field, and its explanation. */
export const FindingSchema = z
  .object({
    id: text('Stable fingerprint over check, subject and cause: the same for the same cause in every later report.'),
    check: text('The id of the check; `mekhanikube checks ID` explains it.'),
    severity: SeveritySchema,
    confidence: z.enum(['certain', 'likely', 'possible']).meta({
      description:
        'certain: a field of the API states it. likely: two independent facts agree. ' +
        'possible: a heuristic, never above medium.',
    }),
    since: time()
      .nullable()
      .meta({ description: 'When it began; null where nothing trustworthy says so. Never a creation time.' }),
    title: text('The check in a few words, without values.'),
    message: text('One sentence that names the cause with the real values in it.'),
    subject: RefSchema.meta({
      description: 'The object to repair: the top owner of what was judged, or a shared cause.',
    }),
    members: z.array(RefSchema).meta({ description: 'The judged objects, where they are not the subject itself.' }),
    facts: z.record(z.string(), json).meta({ description: 'The typed data of the check; its fields differ by check.' }),
    evidence: z.array(Evidence).meta({ description: 'Where it was seen.' }),
    symptoms: z.array(Symptom).meta({ description: 'What follows from it.' }),
    causes: z.array(Cause).meta({ description: 'Other findings that explain a part of this one.' }),
    change: Change.nullable().meta({ description: 'What was changed before it began; null where nothing is known.' }),
    fixes: z.array(Fix).meta({ description: 'Next steps, best first.' }),
    docs: text('The page that makes it true.'),
    explanation: ExplanationSchema.nullable().meta({ description: 'Text about it; null where none was asked for.' }),
  })
  .meta({ id: 'Finding', description: 'One root cause, or one problem that nothing else explains.' });
