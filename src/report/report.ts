import { z } from 'zod';
import type { Json } from '../base/json.ts';
import { SEVERITIES } from '../findings/severity.ts';

/*
 * The published contract of `-o json`: `schemas/report.v1.schema.json` is generated from here.
 * Within v1 fields are only added; no field changes its meaning or goes away.
 */

type DeepReadonly<T> = Json extends T
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
      : T;

const text = (description: string) => z.string().meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });
const time = (description: string) => z.string().meta({ description, format: 'date-time' });
const json: z.ZodType<Json> = z.json();

const Ref = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().nullable().meta({ description: 'Null for cluster-scoped kinds.' }),
    name: z.string(),
  })
  .meta({ id: 'ObjectRef', description: 'Names one object, whether it exists or not.' });

const Severity = z.enum(SEVERITIES).meta({
  id: 'Severity',
  description:
    'critical: down now. high: partly down now, or the next restart, rollout or drain provably fails. ' +
    'medium: degraded, or fails within days. low: hygiene with the potential of an incident. info: context.',
});

const Symptom = z
  .object({
    check: text('The id of the check that saw it.'),
    subject: Ref,
    message: text('One sentence.'),
  })
  .meta({ id: 'Symptom', description: 'What follows from a finding and needs no repair of its own.' });

const Finding = z
  .object({
    id: text('Stable fingerprint over check, subject and cause: the same for the same cause in every later report.'),
    check: text('The id of the check; `mekhanikube checks ID` explains it.'),
    severity: Severity,
    confidence: z.enum(['certain', 'likely', 'possible']).meta({
      description:
        'certain: a field of the API states it. likely: two independent facts agree. possible: a heuristic, never above medium.',
    }),
    since: time(
      "When it began; null where nothing trustworthy says so. Never an object's creation time by itself.",
    ).nullable(),
    title: text('The check in a few words, without values.'),
    message: text('One sentence that names the cause with the real values in it.'),
    subject: Ref.meta({ description: 'The object to repair: the top owner of what was judged, or a shared cause.' }),
    members: z.array(Ref).meta({ description: 'The judged objects, where they are not the subject itself.' }),
    facts: z.record(z.string(), json).meta({ description: "The check's typed data; its fields differ by check." }),
    evidence: z
      .array(
        z.object({
          object: Ref,
          path: text('The field, like `status.containerStatuses[name=web].state.waiting.reason`.'),
          value: json.meta({ description: 'Null where the field is absent.' }),
        }),
      )
      .meta({ description: 'Where it was seen.' }),
    symptoms: z.array(Symptom).meta({ description: 'What follows from it.' }),
    causes: z
      .array(Symptom.extend({ id: text('The id of that finding.') }))
      .meta({ description: 'Other findings that explain a part of this one.' }),
    fixes: z
      .array(
        z.object({
          text: text('What to do, as a sentence without a full stop.'),
          command: text('Can be pasted into a POSIX shell; null where no command says it.').nullable(),
        }),
      )
      .meta({ description: 'Next steps, best first.' }),
    docs: text('The page that makes it true.'),
  })
  .meta({ id: 'Finding', description: 'One root cause, or one problem that nothing else explains.' });

const KindCoverage = z.object({
  kind: text('The kind, as the API spells it.'),
  state: z.enum(['listed', 'forbidden', 'absent', 'failed', 'not-recorded']).meta({
    description:
      'listed: read whole, but for `except` and `only`. forbidden: may not be listed. absent: the server has no such kind. ' +
      'failed: the list did not arrive whole. not-recorded: the recording does not hold it.',
  }),
  objects: count('How many objects were read.'),
  reason: text('What the server answered; null where all went well.').nullable(),
  except: z.array(z.string()).meta({ description: 'Namespaces, of those asked for, in which it could not be read.' }),
  only: z
    .array(z.string())
    .nullable()
    .meta({ description: 'The only namespaces in which it was read; null for all that were asked for.' }),
});

const Coverage = z
  .object({
    namespaces: z.object({
      asked: z.array(z.string()).nullable().meta({ description: 'The namespaces asked for; null for all.' }),
      read: count('How many namespaces were looked into.'),
    }),
    objects: count('How many objects were read.'),
    kinds: z.array(KindCoverage),
    checks: z.object({
      run: z.array(z.string()).meta({ description: 'Checks that judged, at least in some namespaces.' }),
      skipped: z
        .array(z.object({ check: z.string(), reason: z.string() }))
        .meta({ description: 'Checks that could not judge everything they are for, because something was not read.' }),
      crashed: z
        .array(z.object({ check: z.string(), reason: z.string(), object: Ref }))
        .meta({ description: 'Checks that failed on an object: a bug of this tool.' }),
    }),
  })
  .meta({ description: 'What was looked at. Silence about anything else says nothing about it.' });

const Filter = z
  .object({
    severity: Severity.nullable().meta({ description: 'The mildest severity that is shown; null for all.' }),
    kinds: z.array(z.string()).meta({ description: 'Only findings about these kinds; empty for all.' }),
    objects: z.array(z.string()).meta({ description: 'Only findings about these, like `Deployment/web`.' }),
    selector: text('Only findings about objects with these labels.').nullable(),
    hidden: count('How many findings are left out.'),
  })
  .meta({
    description: 'What the user wanted to see; `findings` and `summary` hold nothing else. Null for everything.',
  });

/** The report: a value that every renderer takes, and what `-o json` prints. */
export const Report = z
  .object({
    apiVersion: z.literal('mekhanikube.io/v1'),
    kind: z.literal('Report'),
    cluster: z.object({
      name: text('The name of the cluster in the kubeconfig, or the recording that was read.'),
      context: text('The kubeconfig context; null for a recording that does not know it.').nullable(),
      version: text('The version of the server, like `v1.34.4`; null where it could not be read.').nullable(),
    }),
    takenAt: time('When the cluster was read, by its own clock where it told. Every age in a report counts from here.'),
    filter: Filter.nullable(),
    coverage: Coverage,
    summary: z
      .object({
        total: count('All findings.'),
        critical: count('Findings of that severity.'),
        high: count('Findings of that severity.'),
        medium: count('Findings of that severity.'),
        low: count('Findings of that severity.'),
        info: count('Findings of that severity.'),
      })
      .meta({ description: 'How many findings there are.' }),
    findings: z.array(Finding).meta({
      description:
        'Causes and independent findings, sorted by severity, namespace, kind, name and check. What follows from them stands under them.',
    }),
    errors: z
      .array(
        z.object({
          code: z.enum(['check-crashed', 'list-failed']),
          message: z.string(),
          check: text('The check that failed.').nullable(),
          object: Ref.nullable(),
        }),
      )
      .meta({ description: 'What went wrong in the tool or on the way to the cluster.' }),
  })
  .meta({
    title: 'mekhanikube report',
    description: 'What is wrong in a Kubernetes cluster, cause first, and what was looked at to say so.',
  });

export type Report = DeepReadonly<z.output<typeof Report>>;
export type ReportCoverage = Report['coverage'];
export type ReportFilter = NonNullable<Report['filter']>;
export type ReportSummary = Report['summary'];
