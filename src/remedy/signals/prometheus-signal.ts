import { z } from 'zod';
import type { SourceOf } from '../policy/schema/sources.ts';
import { type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** What the HTTP API answered, or why it did not. */
export type PrometheusAnswer =
  | { readonly state: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly state: 'failed'; readonly reason: string };

/** Sends an instant query to a server by its name. It gives up when the signal says so. */
export type AskPrometheus = (server: string, query: string, signal: AbortSignal) => Promise<PrometheusAnswer>;

const Value = z.tuple([z.number(), z.string().max(64)]);
const Answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: Value })).max(10_000) }),
    z.object({ resultType: z.literal('scalar'), result: Value }),
  ]),
});
const Refusal = z.object({ error: z.string().max(1000) });

const PLACEHOLDER = /\{\{\s*([^}]*?)\s*\}\}/g;
const FIELD = /^(name|namespace|kind|labels\.[-A-Za-z0-9_./]+)$/;

/** The placeholder of a query that means nothing; undefined where each means something. */
export function unknownPlaceholder(query: string): string | undefined {
  return [...query.matchAll(PLACEHOLDER)].map(([, field = '']) => field).find((field) => !FIELD.test(field));
}

/** The query for a target; undefined where it lacks a label that is asked for. */
export function queryFor(query: string, { ref, object }: TargetObject): string | undefined {
  let lacks = false;
  const text = query.replace(PLACEHOLDER, (_match, field: string) => {
    const value = field.startsWith('labels.')
      ? object.metadata.labels?.[field.slice('labels.'.length)]
      : { name: ref.name, namespace: ref.namespace ?? undefined, kind: ref.kind }[field];
    lacks ||= value === undefined;
    return escaped(value ?? '');
  });
  return lacks ? undefined : text;
}

/** As it stands between quotes of any sort in PromQL: no value ends them. A quote's own escape is refused within others. */
function escaped(value: string): string {
  return value.replace(/[\\"'`\n]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The values of an answer. */
export function prometheusSignal(source: SourceOf<'prometheus'>, answer: PrometheusAnswer | undefined): Sample {
  if (answer === undefined) return unknown('no Prometheus server is known here');
  if (answer.state === 'failed') return unknown(`Prometheus ${source.server}: ${answer.reason}`);
  if (answer.status !== 200)
    return unknown(`Prometheus ${source.server} answered ${answer.status}${errorIn(answer.body)}`);
  const parsed = Answer.safeParse(answer.body);
  if (!parsed.success) return unknown(`Prometheus ${source.server} gave no answer of its API`);
  const { data } = parsed.data;
  const texts = data.resultType === 'scalar' ? [data.result[1]] : data.result.map(({ value }) => value[1]);
  if (texts.length === 0) return { state: 'absent', reason: 'no series', means: MEANS[source.empty] };
  const values = texts.map(numberOf);
  if (values.some(Number.isNaN)) return unknown('a value is NaN');
  return reduced(values, source.reduce);
}

const MEANS = { False: 'false', True: 'true', Unknown: 'unknown' } as const;

function errorIn(body: unknown): string {
  const parsed = Refusal.safeParse(body);
  return parsed.success ? `: ${parsed.data.error.slice(0, 200)}` : '';
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number.parseFloat(text);
}

function reduced(values: readonly number[], reduce: SourceOf<'prometheus'>['reduce']): Sample {
  if (reduce === 'max' || reduce === 'min') {
    const value = reduce === 'max' ? Math.max(...values) : Math.min(...values);
    return { state: 'known', values: [value], reduce: 'any', text: `${reduce} ${value}` };
  }
  const shown = values.slice(0, 3).join(', ');
  return { state: 'known', values, reduce, text: values.length > 3 ? `${shown} and ${values.length - 3} more` : shown };
}
