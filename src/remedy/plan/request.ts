import type { WriteRequest } from '../../cluster/write/writer.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { forwardPatch } from '../patch/forward.ts';
import { plain } from '../patch/plain.ts';
import { pathText } from '../patch/pointer.ts';
import type { Write } from '../write.ts';
import { type PlannedRequest, RequestSchema } from './plan.ts';

/** A request, or why there can be none. */
export type Requested =
  | { readonly state: 'ready'; readonly request: PlannedRequest }
  | { readonly state: 'impossible'; readonly reason: string };

/**
 * The request for a write of an action, with its preconditions and our marker.
 *
 * @param marker names the run and the step
 */
export function requestFor(write: Write, marker: string): Requested {
  switch (write.verb) {
    case 'patch': {
      const { before, edits, subresource } = write;
      const forward = forwardPatch(before, edits, marker);
      if (forward.state === 'impossible') {
        return { state: 'impossible', reason: `there is no ${pathText(forward.path)}` };
      }
      return ready({ verb: 'patch', ...held(before), operations: forward.operations, subresource });
    }
    case 'create':
      return ready({ verb: 'create', ref: refOf(write.manifest), manifest: marked(write.manifest, marker) });
    case 'delete': {
      const { before, propagation, graceSeconds, wayBack } = write;
      return ready({ verb: 'delete', ...held(before), propagation, graceSeconds, wayBack });
    }
    case 'evict':
      return ready({ verb: 'evict', ...held(write.before), graceSeconds: write.graceSeconds });
  }
}

/** The same request in the words of the door. */
export function toWriteRequest(request: PlannedRequest): WriteRequest {
  switch (request.verb) {
    case 'patch': {
      const { ref, operations, subresource } = request;
      return { verb: 'patch', ref, operations, ...(subresource === undefined ? {} : { subresource }) };
    }
    case 'create':
      // It was an object when it was planned, and the plan's hash says that it still is the same.
      return { verb: 'create', manifest: request.manifest as unknown as KubeObject };
    case 'delete': {
      const { ref, uid, propagation, graceSeconds } = request;
      return { verb: 'delete', ref, uid, propagation, ...(graceSeconds === undefined ? {} : { graceSeconds }) };
    }
    case 'evict': {
      const { ref, uid, graceSeconds } = request;
      return { verb: 'evict', ref, uid, ...(graceSeconds === undefined ? {} : { graceSeconds }) };
    }
  }
}

/** Without fields that are undefined. */
function ready(request: object): Requested {
  return { state: 'ready', request: RequestSchema.parse(plain(request)) };
}

function held(before: KubeObject) {
  const { uid, resourceVersion } = before.metadata;
  return { ref: refOf(before), uid: uid ?? '', resourceVersion: resourceVersion ?? null };
}

function marked(manifest: KubeObject, marker: string): KubeObject {
  const { metadata } = manifest;
  const annotations = { ...metadata.annotations, 'mekhanikube.io/last-run': marker };
  return { ...manifest, metadata: { ...metadata, annotations } };
}
