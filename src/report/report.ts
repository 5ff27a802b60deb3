import { z } from 'zod';
import type { Json } from '../base/json.ts';
import { count, text, textOrNull, time } from './fields.ts';
import { FindingSchema, RefSchema, SeveritySchema } from './finding-schema.ts';
import { SuppressedSchema } from './suppressed-schema.ts';

/*
 * The published contract of `-o json`: `schemas/report.v1.schema.json` is generated from here.
 * Within v1 fields are only added; none changes its meaning or goes away.
 */

const KindCoverage = z.object({
  kind: text('The kind, as the API spells it.'),
  state: z.enum(['listed', 'forbidden', 'absent', 'failed', 'not-recorded']).meta({
    description:
      'listed: read whole, but for `except` and `only`. forbidden: may not be listed. ' +
      'absent: the server has no such kind. failed: the list did not arrive whole. ' +
      'not-recorded: the recording does not hold it.',
  }),
  objects: count('How many objects were read.'),
  reason: textOrNull('What the server answered; null where all went well.'),
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
    kinds: z.array(KindCoverage).meta({ description: 'How each kind that was asked for was read.' }),
    checks: z.object({
      run: z.array(z.string()).meta({ description: 'Checks that judged, at least in some namespaces.' }),
      skipped: z
        .array(z.object({ check: z.string(), reason: z.string() }))
        .meta({ description: 'Checks that could not judge everything they are for, because something was not read.' }),
      crashed: z
        .array(z.object({ check: z.string(), reason: z.string(), object: RefSchema }))
        .meta({ description: 'Checks that failed on an object: a bug of this tool.' }),
    }),
  })
  .meta({ description: 'What was looked at. Silence about anything else says nothing about it.' });

const Filter = z
  .object({
    severity: SeveritySchema.nullable().meta({ description: 'The mildest severity that is shown; null for all.' }),
    kinds: z.array(z.string()).meta({ description: 'Only findings about these kinds; empty for all.' }),
    objects: z.array(z.string()).meta({ description: 'Only findings about these, like `Deployment/web`.' }),
    selector: textOrNull('Only findings about objects with these labels; null for all.'),
    hidden: count('How many findings are left out.'),
  })
  .nullable()
  .meta({
    description:
      'What the user wanted to see; null for everything. `findings` and `summary` hold only what passes the filter.',
  });

const Summary = z
  .object({
    total: count('All findings.'),
    critical: count('Critical findings.'),
    high: count('Findings of severity high.'),
    medium: count('Findings of severity medium.'),
    low: count('Findings of severity low.'),
    info: count('Findings of severity info.'),
  })
  .meta({ description: 'How many findings there are.' });

const ReportError = z.object({
  code: z.enum(['check-crashed', 'list-failed']),
  message: z.string(),
  check: textOrNull('The check that failed, if one did.'),
  object: RefSchema.nullable().meta({ description: 'The object on which it failed.' }),
});

/** The report: a value that every renderer takes, and what `-o json` prints. */
export const Report = z
  .object({
    apiVersion: z.literal('mekhanikube.io/v1'),
    kind: z.literal('Report'),
    cluster: z.object({
      name: text('The name of the cluster in the kubeconfig, or the recording that was read.'),
      context: textOrNull('The kubeconfig context; null for a recording that does not know it.'),
      version: textOrNull('The version of the server, like `v1.34.4`; null where it could not be read.'),
    }),
    takenAt: time().meta({
      description: 'When the cluster was read, by its own clock where it told. Every age in a report counts from here.',
    }),
    filter: Filter,
    coverage: Coverage,
    summary: Summary,
    suppressed: SuppressedSchema,
    findings: z.array(FindingSchema).meta({
      description:
        'Causes and independent findings, sorted by severity, namespace, kind, name and check. ' +
        'What follows from them stands under them.',
    }),
    errors: z.array(ReportError).meta({ description: 'What went wrong in the tool or on the way to the cluster.' }),
  })
  .meta({
    title: 'mekhanikube report',
    description: 'What is wrong in a Kubernetes cluster, cause first, and what was looked at to say so.',
  });

type DeepReadonly<T> = Json extends T
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
      : T;

export type Report = DeepReadonly<z.output<typeof Report>>;
export type ReportCoverage = Report['coverage'];
export type ReportFilter = NonNullable<Report['filter']>;
export type ReportSummary = Report['summary'];
