import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { SEVERITIES } from '../../findings/severity.ts';

const Ref = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});

const Finding = z.object({
  id: z.string(),
  check: z.string(),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(['certain', 'likely', 'possible']),
  title: z.string(),
  message: z.string(),
  subject: Ref,
});

const Named = z.object({ check: z.string() });

/** What a comparison needs of a report: no more, so that reports of other versions of this tool are compared too. */
const ReportSchema = z.object({
  apiVersion: z.literal('mekhanikube.io/v1'),
  kind: z.literal('Report'),
  cluster: z.object({ name: z.string() }),
  takenAt: z.string(),
  filter: z.object({ hidden: z.int() }).nullable(),
  coverage: z.object({
    namespaces: z.object({ asked: z.array(z.string()).nullable() }),
    checks: z.object({ run: z.array(z.string()), skipped: z.array(Named), crashed: z.array(Named) }),
  }),
  suppressed: z
    .object({
      total: z.int(),
      findings: z.array(z.object({ finding: z.object({ id: z.string() }) })).nullable(),
    })
    .nullish(),
  findings: z.array(
    Finding.extend({
      symptoms: z.array(z.object({ check: z.string(), subject: Ref, message: z.string() })),
    }),
  ),
});

/** A report that was read back. */
export type EarlierReport = z.output<typeof ReportSchema>;
export type EarlierFinding = z.output<typeof Finding>;

const Header = z.object({ apiVersion: z.string(), kind: z.string() });

/**
 * Reads what `analyze -o json` wrote.
 *
 * @param source the file, for messages
 * @throws MekhanikubeError `input-unreadable` where it is something else, or a report of another version
 */
export function parseReport(source: string, text: string): EarlierReport {
  const document = parse(source, text);
  const parsed = ReportSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const header = Header.safeParse(document);
  if (!header.success || header.data.kind !== 'Report') throw noReport(source, 'it says nothing of the kind');
  if (header.data.apiVersion !== 'mekhanikube.io/v1') {
    throw new MekhanikubeError('input-unreadable', `${source} is a report of ${header.data.apiVersion}`, {
      hint: 'this version compares reports of mekhanikube.io/v1; make both with the same version',
    });
  }
  const [issue] = parsed.error.issues;
  throw noReport(source, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parse(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw noReport(source, 'it is no JSON', thrown);
  }
}

function noReport(source: string, why: string, cause?: unknown): MekhanikubeError {
  return new MekhanikubeError('input-unreadable', `${source} is no report: ${why}`, {
    hint: 'make one: mekhanikube analyze -o json=report.json',
    cause,
  });
}
