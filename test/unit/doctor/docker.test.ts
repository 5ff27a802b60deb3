import { describe, test } from 'vitest';
import { client } from '../../../src/doctor/docker/client.ts';
import { compose } from '../../../src/doctor/docker/compose.ts';
import { container } from '../../../src/doctor/docker/container.ts';
import { engine } from '../../../src/doctor/docker/engine.ts';
import { hostReach } from '../../../src/doctor/docker/host-reach.ts';
import type { DockerSideFacts } from '../../../src/doctor/facts.ts';
import type { ComposeFacts, DockerFacts, EngineFacts, EngineKind } from '../../../src/host/docker-facts.ts';
import type { Listening } from '../../../src/host/listening.ts';
import { expectLine } from './expected.ts';
import { DOCKER, type Expected } from './sample.ts';

const RUNNING = { state: 'running', version: '28.1.1', kind: 'native' } as const;
const COMPOSE: ComposeFacts = { state: 'present', version: '2.40.3' };

function present(engineFacts: EngineFacts = RUNNING, composeFacts: ComposeFacts = COMPOSE): DockerSideFacts {
  return {
    ...DOCKER,
    docker: { state: 'present', clientVersion: '28.2.2', engine: engineFacts, compose: composeFacts },
  };
}

const without = (docker: DockerFacts): DockerSideFacts => ({ ...DOCKER, docker });
const MISSING = without({ state: 'missing' });

test.each<[string, DockerSideFacts, Expected]>([
  ['there', present(), ['ok', /^docker 28\.2\.2$/]],
  ['missing is no failure', MISSING, ['skip', /only the compose stack/]],
  ['hangs', without({ state: 'late' }), ['warn', /does not come to an end/, /restart Docker/]],
  [
    'talks nonsense',
    without({ state: 'failed', reason: 'it printed' }),
    ['warn', /cannot be used: it printed/, /docker version/],
  ],
])('client: %s', (_case, facts, expected) => expectLine(client, facts, expected));

test.each<[string, DockerSideFacts, Expected]>([
  ['native', present(), ['ok', /^engine 28\.1\.1, on this machine's own Linux$/]],
  ['desktop', present({ ...RUNNING, kind: 'desktop' }), ['ok', /Docker Desktop/]],
  ['virtual machine', present({ ...RUNNING, kind: 'virtual-machine' }), ['ok', /in a virtual machine/]],
  ['remote', present({ ...RUNNING, kind: 'remote' }), ['ok', /on another machine/]],
  ['denied', present({ state: 'denied' }), ['warn', /may not talk/, /usermod -aG docker/]],
  ['stopped', present({ state: 'stopped', said: 'no daemon' }), ['warn', /does not answer: no daemon/, /start/]],
  ['stopped, silently', present({ state: 'stopped', said: '' }), ['warn', /does not answer$/, /start/]],
  ['no docker', MISSING, null],
])('engine: %s', (_case, facts, expected) => expectLine(engine, facts, expected));

test.each<[string, DockerSideFacts, Expected]>([
  ['2.20', present(RUNNING, { state: 'present', version: '2.20.0' }), ['ok', /^Compose 2\.20\.0$/]],
  ['5', present(RUNNING, { state: 'present', version: '5.0.1' }), ['ok', /^Compose 5\.0\.1$/]],
  ['2.19', present(RUNNING, { state: 'present', version: '2.19.9' }), ['warn', /2\.19\.9 is too old/, /install/]],
  ['1.29', present(RUNNING, { state: 'present', version: '1.29.2' }), ['warn', /1\.29\.2 is too old/, /install/]],
  ['missing', present(RUNNING, { state: 'missing' }), ['warn', /no docker compose/, /docker-compose-plugin/]],
  ['hangs', present(RUNNING, { state: 'late' }), ['warn', /does not come to an end/, /docker compose version/]],
  ['no docker', MISSING, null],
])('compose: %s', (_case, facts, expected) => expectLine(compose, facts, expected));

describe('whether a container reaches the cluster', () => {
  function facts(kind: EngineKind, listening: Listening | null, own: Partial<DockerSideFacts['container']> = {}) {
    const loopbackServer = listening === null ? null : { port: 6443, listening };
    return { ...present({ ...RUNNING, kind }), loopbackServer, container: { ...DOCKER.container, ...own } };
  }
  test.each<[string, DockerSideFacts, Expected]>([
    [
      'native, loopback only',
      facts('native', 'loopback-only'),
      ['warn', /port 6443.*cannot reach/, /deploy\/compose\/linux-host\.yaml/],
    ],
    ['native, not known', facts('native', 'unknown'), ['warn', /only if it listens beyond/, /linux-host\.yaml/]],
    ['native, nobody listens here', facts('native', 'nobody'), ['warn', /only if/, /linux-host\.yaml/]],
    ['native, every address', facts('native', 'beyond-loopback'), ['ok', /listens beyond the loopback/]],
    ['native, a server elsewhere', facts('native', null), ['ok', /use the address as it is/]],
    ['desktop forwards', facts('desktop', 'unknown'), ['ok', /as host\.docker\.internal/]],
    ['so do other virtual machines', facts('virtual-machine', 'unknown'), ['ok', /as host\.docker\.internal/]],
    [
      'an engine elsewhere does not',
      facts('remote', 'loopback-only'),
      ['warn', /on another machine/, /docker context use/],
    ],
    ['an engine elsewhere, a server elsewhere', facts('remote', null), ['ok', /as it is/]],
    ['from a container of its own network', facts('native', 'nobody', { runtime: 'Docker', network: 'own' }), null],
    [
      "from a container with the host's",
      facts('native', 'loopback-only', { runtime: 'Docker', network: 'host' }),
      ['warn', /cannot reach/, /linux-host/],
    ],
    ['no engine', present({ state: 'denied' }), null],
    ['no docker', MISSING, null],
  ])('%s', (_case, given, expected) => expectLine(hostReach, given, expected));
});

describe('whether this is a container', () => {
  const loopback = (listening: Listening) => ({ loopbackServer: { port: 6443, listening } });
  const inside = (
    network: DockerSideFacts['container']['network'],
    more: Partial<DockerSideFacts> = {},
  ): DockerSideFacts => ({
    ...MISSING,
    ...more,
    container: { runtime: 'Docker', network },
  });
  test.each<[string, DockerSideFacts, Expected]>([
    ['no', { ...DOCKER, ...loopback('loopback-only') }, ['ok', /no container/]],
    ['with its own network', inside('own'), ['ok', /container of Docker, with a network of its own$/]],
    ['of unknown network', inside(null, loopback('nobody')), ['ok', /container of Docker$/]],
    ["with the host's network", inside('host', loopback('loopback-only')), ['ok', /with the host's network$/]],
    [
      'with the loopback of the host in its kubeconfig',
      inside('own', loopback('nobody')),
      ['warn', /is the container itself/, /mekhanikube kubeconfig prepare/],
    ],
    ['without a network', inside('none', loopback('nobody')), ['warn', /without a network/, /prepare/]],
    ['with a cluster beside it', inside('own', loopback('loopback-only')), ['ok', /network of its own$/]],
  ])('%s', (_case, facts, expected) => expectLine(container, facts, expected));
});
