import { mapBounded } from '../../base/map-bounded.ts';
import { type LogLook, logName } from '../../kube/logs/log-looks.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { listed, unread } from '../../snapshot/coverage.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { type Answer, send } from '../api/send.ts';
import { Unanswered } from '../api/unanswered.ts';
import type { KindRead } from './join-namespaces.ts';
import { logLines } from './log-lines.ts';

const AT_A_TIME = 8;
const TAIL_LINES = 200;
/** Lines without end are dropped rather than kept: the server cuts a log at its beginning, not at its end. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads the ends of logs, without colours and with what looks like a secret masked as they arrive.
 *
 * A log that is gone, or cannot be fetched from its node, is left out; a missing right is told.
 */
export async function readLogs(endpoint: Endpoint, looks: readonly LogLook[], signal: AbortSignal): Promise<KindRead> {
  const logs: ObjectOf<'ContainerLog'>[] = [];
  let refused: string | null = null;
  await mapBounded(looks, AT_A_TIME, async (look) => {
    const answer = await ask(endpoint, look, signal);
    if (answer?.status === 403) refused ??= `may not get pods/log in namespace ${look.namespace}`;
    if (answer?.status !== 200) return;
    const lines = logLines(answer.body.toString('utf8'));
    if (lines.length > 0) logs.push(logOf(look, lines));
  });
  const coverage =
    refused !== null && logs.length === 0
      ? unread('ContainerLog', 'forbidden', refused)
      : { ...listed('ContainerLog'), reason: refused };
  return { coverage, objects: logs };
}

function logOf(look: LogLook, lines: readonly string[]): ObjectOf<'ContainerLog'> {
  const { namespace, pod, container, previous } = look;
  return {
    apiVersion: 'mekhanikube.io/v1',
    kind: 'ContainerLog',
    metadata: { name: logName(look), namespace },
    pod,
    container,
    previous,
    lines,
  };
}

async function ask(endpoint: Endpoint, look: LogLook, signal: AbortSignal): Promise<Answer | undefined> {
  const { namespace, pod, container, previous } = look;
  const query = new URLSearchParams({ container, previous: String(previous), tailLines: String(TAIL_LINES) });
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
  try {
    return await send(endpoint, { path, accept: '*/*', maxBytes: MOST_BYTES }, signal);
  } catch (thrown) {
    if (thrown instanceof Unanswered) return undefined;
    throw thrown;
  }
}
