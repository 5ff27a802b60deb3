import { setTimeout as sleepFor } from 'node:timers/promises';
import type { KubeObject } from '../../kube/object.ts';
import { type ObjectRef, refText } from '../../kube/object-ref.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { acceptFor, asKind } from '../api/metadata-only.ts';
import { type Change, type Question, send } from '../api/send.ts';
import { Unanswered } from '../api/unanswered.ts';
import { objectPath, pathOf, type Resource, type Resources } from '../resources.ts';
import { readOutcome, type WriteOutcome } from './outcome.ts';

/** One operation of a JSON patch. @see https://www.rfc-editor.org/rfc/rfc6902 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** One request that changes the cluster. */
export type WriteRequest =
  | {
      readonly verb: 'patch';
      readonly ref: ObjectRef;
      readonly operations: readonly PatchOperation[];
      readonly subresource?: string;
    }
  | { readonly verb: 'create'; readonly manifest: KubeObject }
  | {
      readonly verb: 'delete';
      readonly ref: ObjectRef;
      readonly uid: string;
      readonly resourceVersion?: string;
      readonly propagation: 'Background' | 'Foreground' | 'Orphan';
      readonly graceSeconds?: number;
    }
  | { readonly verb: 'evict'; readonly ref: ObjectRef; readonly uid: string; readonly graceSeconds?: number };

/** The only way to change a cluster. */
export interface Writer {
  /**
   * Sends one request. What certainly did not reach the server is sent again, with the waits that it asks for, until
   * `deadlineMs` of the monotonic clock; what may have reached it never is.
   */
  write(request: WriteRequest, how: { readonly dryRun: boolean; readonly deadlineMs: number }): Promise<WriteOutcome>;
}

/** As which the server records our changes in managedFields. */
export const FIELD_MANAGER = 'mekhanikube';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface Waiting {
  sleep(ms: number): Promise<void>;
  /** Monotonic, in milliseconds. */
  now(): number;
}

export function createWriter(
  endpoint: Endpoint,
  resources: Resources,
  signal: AbortSignal,
  waiting: Waiting = {
    sleep: (ms) => sleepFor(ms, undefined, { signal }),
    now: () => performance.now(),
  },
): Writer {
  return {
    async write(request, { dryRun, deadlineMs }) {
      const ref = aboutOf(request);
      const found = await resources.find(ref.apiVersion, ref.kind);
      if (found.state === 'missing') return { state: 'missing', reason: `the server has no ${ref.kind}` };
      if (found.state === 'unreadable') {
        return {
          state: 'unsent',
          reason: `cannot tell where ${refText(ref)} is served: ${found.reason}`,
          retryAfterMs: null,
        };
      }
      const { path, change } = httpOf(request, found.resource, dryRun);
      let waitMs = FIRST_WAIT_MS;
      for (;;) {
        const outcome = await once(endpoint, { path, change, accept: acceptFor(ref.kind) }, signal);
        if (outcome.state !== 'unsent') return inItsKind(outcome, ref);
        const pauseMs = Math.max(waitMs, outcome.retryAfterMs ?? 0);
        if (waiting.now() + pauseMs > deadlineMs) return outcome;
        await waiting.sleep(pauseMs);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
    },
  };
}

function aboutOf(request: WriteRequest): ObjectRef {
  if (request.verb !== 'create') return request.ref;
  const { apiVersion, kind, metadata } = request.manifest;
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
}

/** A token that has run out is renewed, once. */
async function once(endpoint: Endpoint, question: Question, signal: AbortSignal): Promise<WriteOutcome> {
  try {
    let answer = await send(endpoint, question, signal);
    if (answer.status === 401 && (await endpoint.access.renew())) answer = await send(endpoint, question, signal);
    return readOutcome(answer);
  } catch (thrown) {
    if (!(thrown instanceof Unanswered)) throw thrown;
    const { wasSent, reason } = thrown;
    return wasSent ? { state: 'unknown', reason } : { state: 'unsent', reason, retryAfterMs: null };
  }
}

/** What was answered of a Secret has another kind, and is not to hold more than metadata. An eviction answers with none. */
function inItsKind(outcome: WriteOutcome, { apiVersion, kind }: ObjectRef): WriteOutcome {
  if (kind !== 'Secret' || outcome.state !== 'done' || outcome.object === null) return outcome;
  return { ...outcome, object: asKind(outcome.object, { apiVersion, kind }) };
}

interface Http {
  readonly path: string;
  readonly change: Change;
}

function httpOf(request: WriteRequest, resource: Resource, dryRun: boolean): Http {
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, ...(dryRun ? { dryRun: 'All' } : {}) });
  const dry = dryRun ? { dryRun: ['All'] } : {};
  switch (request.verb) {
    case 'patch': {
      const under = request.subresource === undefined ? '' : `/${request.subresource}`;
      const path = `${objectPath(request.ref, resource)}${under}?${query}`;
      return {
        path,
        change: { method: 'PATCH', contentType: 'application/json-patch+json', body: request.operations },
      };
    }
    case 'create': {
      const { apiVersion, metadata } = request.manifest;
      const path = pathOf(apiVersion, resource, { namespace: metadata.namespace ?? null, name: null });
      return { path: `${path}?${query}`, change: json('POST', request.manifest) };
    }
    case 'delete': {
      const { ref, uid, resourceVersion, propagation, graceSeconds } = request;
      const body = {
        ...deleteOptions({ uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) }, graceSeconds),
        propagationPolicy: propagation,
        ...dry,
      };
      return { path: objectPath(ref, resource), change: json('DELETE', body) };
    }
    case 'evict': {
      const { ref, uid, graceSeconds } = request;
      const metadata = { name: ref.name, namespace: ref.namespace };
      const options = { ...deleteOptions({ uid }, graceSeconds), ...dry };
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata, deleteOptions: options };
      return { path: `${objectPath(ref, resource)}/eviction`, change: json('POST', body) };
    }
  }
}

function json(method: Change['method'], body: object): Change {
  return { method, contentType: 'application/json', body };
}

function deleteOptions(preconditions: object, graceSeconds: number | undefined): object {
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  return { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, ...grace };
}
