import { certificate } from './cluster/certificate.ts';
import { clock } from './cluster/clock.ts';
import { credentials } from './cluster/credentials.ts';
import { kubeconfig } from './cluster/kubeconfig.ts';
import { reach } from './cluster/reach.ts';
import { verification } from './cluster/verification.ts';
import { version as clusterVersion } from './cluster/version.ts';
import { client } from './docker/client.ts';
import { compose } from './docker/compose.ts';
import { container } from './docker/container.ts';
import { engine } from './docker/engine.ts';
import { hostReach } from './docker/host-reach.ts';
import type { Facts, Gathered } from './facts.ts';
import type { Area, Line, LineOf } from './line.ts';
import { cores } from './machine/cores.ts';
import { cacheFolder, stateFolder } from './machine/folders.ts';
import { gpu } from './machine/gpu.ts';
import { memory } from './machine/memory.ts';
import { disk } from './model/disk.ts';
import { models } from './model/models.ts';
import { recommended } from './model/recommended.ts';
import { server } from './model/server.ts';
import { version as modelVersion } from './model/version.ts';
import { listing } from './permissions/listing.ts';
import { secrets } from './permissions/secrets.ts';
import { single } from './permissions/single.ts';
import { apiServer } from './proxy/api-server.ts';
import { extraCa } from './proxy/extra-ca.ts';
import { modelServer } from './proxy/model-server.ts';
import { variables } from './proxy/variables.ts';
import { color } from './terminal/color.ts';
import { node } from './terminal/node.ts';
import { tool } from './terminal/tool.ts';
import { unicode } from './terminal/unicode.ts';
import { width } from './terminal/width.ts';

/**
 * Judges what was gathered: one line for each thing that was looked at, the cluster first.
 *
 * @param now the clock of this machine
 */
export function linesOf(facts: Facts, now: Date): readonly Line[] {
  return [
    ...area('cluster', facts.cluster, [
      kubeconfig,
      reach,
      verification,
      certificate(now),
      clusterVersion,
      clock,
      credentials(now),
    ]),
    ...area('permissions', facts.permissions, [listing, single, secrets]),
    ...area('model', facts.model, [server, modelVersion, models, recommended, disk]),
    ...area('machine', facts.machine, [memory, cores, gpu, cacheFolder, stateFolder]),
    ...area('docker', facts.docker, [client, engine, compose, hostReach, container]),
    ...area('proxy', facts.proxy, [variables, apiServer, modelServer, extraCa]),
    ...area('terminal', facts.terminal, [color, width, unicode, node, tool]),
  ];
}

function area<T>(name: Area, gathered: Gathered<T>, lines: readonly LineOf<T>[]): readonly Line[] {
  if (gathered.state === 'known') {
    return lines.map((line) => line(gathered.facts)).filter((line) => line !== null);
  }
  const seen =
    gathered.state === 'late'
      ? `not known: nothing came back within ${gathered.seconds} s`
      : `not known: ${gathered.reason}`;
  // Without the cluster nothing can be diagnosed; the rest is help.
  return [{ area: name, name: 'all', status: name === 'cluster' ? 'fail' : 'warn', seen, mend: AGAIN[name] }];
}

/** What shows by hand why something does not come back. */
const AGAIN: Readonly<Record<Area, string>> = {
  cluster: 'see whether kubectl comes back, or waits for a plugin or a login: kubectl version',
  permissions: 'see them: kubectl auth can-i --list',
  model: 'see whether the server comes back: ollama list',
  machine: 'see whether a disk hangs: df',
  docker: 'see whether docker comes back: docker version',
  proxy: 'see them: env | grep -i proxy',
  terminal: 'run it again in another terminal',
};
