import { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';
import type { Answer } from '../api/send.ts';

/** What became of one request that changes something. */
export type WriteOutcome =
  | {
      readonly state: 'done';
      /** As the server returned it; null where it returned a Status. */
      readonly object: KubeObject | null;
    }
  /** Somebody was faster: 409, or a `test` of our patch that failed (422). */
  | { readonly state: 'conflict'; readonly reason: string }
  | { readonly state: 'missing'; readonly reason: string }
  /** For good: no right, not valid, denied by admission, dry run not supported. */
  | { readonly state: 'rejected'; readonly status: number; readonly reason: string }
  /** A PodDisruptionBudget has no room. */
  | { readonly state: 'budget'; readonly reason: string; readonly retryAfterMs: number | null }
  /** Certainly not done: it never went out, or the server was too busy to look at it. */
  | { readonly state: 'unsent'; readonly reason: string; readonly retryAfterMs: number | null }
  /** It went out and nobody knows: only reading the object tells. */
  | { readonly state: 'unknown'; readonly reason: string };

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
const Status = z.looseObject({
  kind: z.literal('Status'),
  message: z.string().optional(),
  reason: z.string().optional(),
  details: z
    .looseObject({
      name: z.string().optional(),
      causes: z.array(z.looseObject({ reason: z.string().optional() })).nullish(),
    })
    .nullish(),
});
const Stored = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** How an answer to a write reads. */
export function readOutcome(answer: Answer): WriteOutcome {
  const body = parsed(answer.body);
  const { status } = answer;
  if (status >= 200 && status < 300) return done(body);
  const said = Status.safeParse(body);
  const reason = said.success ? oneLine(said.data.message ?? `answered ${status}`) : `answered ${status}`;
  if (status === 404) return { state: 'missing', reason };
  if (status === 409) return { state: 'conflict', reason };
  if (status === 422 && isFailedTest(said.data)) return { state: 'conflict', reason };
  if (status === 429) return busy(answer, said.data, reason);
  // 504 and its like come from a server that may have gone on, or from a proxy that did not wait for it.
  if (status >= 500) return isHopeless(said.data, reason) ? { state: 'rejected', status, reason } : unknown(reason);
  return { state: 'rejected', status, reason };
}

function done(body: unknown): WriteOutcome {
  const stored = Stored.safeParse(body);
  const isObject = stored.success && stored.data.kind !== 'Status';
  return { state: 'done', object: isObject ? (stored.data as unknown as KubeObject) : null };
}

function unknown(reason: string): WriteOutcome {
  return { state: 'unknown', reason };
}

/** Budgets and the server's own load both say 429. @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
function busy({ retryAfterMs }: Answer, status: z.output<typeof Status> | undefined, reason: string): WriteOutcome {
  const causes = status?.details?.causes ?? [];
  const isBudget = causes.some((cause) => cause.reason === 'DisruptionBudget');
  return { state: isBudget ? 'budget' : 'unsent', reason, retryAfterMs };
}

/**
 * A `test` of a JSON patch that does not hold is answered with a message that says nothing and names no object; an object
 * that is not valid is named.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go
 */
function isFailedTest(status: z.output<typeof Status> | undefined): boolean {
  return (
    status?.reason === 'Invalid' && status.details?.name === undefined && (status.details?.causes ?? []).length === 0
  );
}

/** A pod that several budgets cover: waiting does not help. An eviction that the server answers so was not done. */
function isHopeless(status: z.output<typeof Status> | undefined, reason: string): boolean {
  return status?.reason === 'InternalError' && /more than one PodDisruptionBudget/.test(reason);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function oneLine(text: string): string {
  // A server quotes the whole object where it cannot read a patch.
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/Invalid value: "\{.*/, 'it does not fit the object')
    .trim();
  return line.length > 500 ? `${line.slice(0, 500)}...` : line;
}
