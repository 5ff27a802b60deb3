import type { PodSpec } from '../../../src/kube/object.ts';
import type { InContainer } from './fate.ts';
import { programOf } from './program.ts';

type Container = NonNullable<PodSpec['containers']>[number];
type Probe = NonNullable<Container['readinessProbe']>;

/** What the kubelet makes of a container's probes: the first that fails decides. */
export function probeTrouble(container: Container): InContainer | undefined {
  const { name, startupProbe, livenessProbe, readinessProbe } = container;
  const startup = outcome(startupProbe, container);
  if (startup?.errored === true)
    return { state: 'unready', container: name, started: false, message: `Startup probe ${startup.message}` };
  if (startup !== undefined)
    return { state: 'killed', container: name, probe: 'Startup', message: `Startup probe ${startup.message}` };
  const liveness = outcome(livenessProbe, container);
  // A probe that could not be tried at all is thrown away: the container counts as alive, and as not yet ready.
  if (liveness !== undefined && !liveness.errored)
    return { state: 'killed', container: name, probe: 'Liveness', message: `Liveness probe ${liveness.message}` };
  const readiness = outcome(readinessProbe, container);
  return readiness === undefined
    ? undefined
    : { state: 'unready', container: name, started: true, message: `Readiness probe ${readiness.message}` };
}

interface Outcome {
  readonly errored: boolean;
  readonly message: string;
}

/** Why a probe fails; undefined where it passes. */
function outcome(probe: Probe | undefined, { image = '', ports = [] }: Container): Outcome | undefined {
  const action = probe?.httpGet ?? probe?.tcpSocket;
  const program = programOf(image);
  if (action === undefined || program === undefined) return undefined;
  const wanted = String(action.port);
  const port = /^\d+$/.test(wanted) ? Number(wanted) : ports.find(({ name }) => name === wanted)?.containerPort;
  const failed = (message: string): Outcome => ({ errored: false, message: `failed: ${message}` });
  if (port === undefined)
    return {
      errored: true,
      message: `errored and resulted in unknown state: strconv.Atoi: parsing "${wanted}": invalid syntax`,
    };
  const http = probe?.httpGet;
  const scheme = (http?.scheme ?? 'HTTP').toLowerCase();
  const request = http === undefined ? '' : `Get "${scheme}://10.244.0.7:${port}${http.path ?? '/'}": `;
  if (!program.listens.includes(port))
    return failed(`${request}dial tcp 10.244.0.7:${port}: connect: connection refused`);
  if (http === undefined) return undefined;
  if (scheme === 'https') return failed(`${request}http: server gave HTTP response to HTTPS client`);
  return program.paths.includes(http.path ?? '/') ? undefined : failed('HTTP probe failed with statuscode: 404');
}
