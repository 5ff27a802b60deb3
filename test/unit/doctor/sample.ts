import type { ClusterFacts, ServerFacts, TargetFacts } from '../../../src/cluster/permissions/index.ts';
import type {
  DockerSideFacts,
  Facts,
  MachineFacts,
  ModelFacts,
  ProxyFacts,
  RightsFacts,
  TerminalFacts,
} from '../../../src/doctor/facts.ts';
import type { Line, LineOf } from '../../../src/doctor/line.ts';

export const NOW = new Date('2026-03-01T12:00:00Z');

/** So many days after the sample's now. */
export function inDays(days: number): string {
  return new Date(NOW.getTime() + days * 86_400_000).toISOString();
}

export const TARGET: TargetFacts = {
  files: ['/home/jane/.kube/config'],
  context: 'kind-dev',
  namespace: 'default',
  server: 'https://127.0.0.1:6443',
  host: '127.0.0.1',
  port: 6443,
  isLoopback: true,
  isTls: true,
  isVerified: true,
  proxy: null,
};

export const SERVER: ServerFacts = {
  version: 'v1.34.4',
  answerMs: 12,
  aheadSeconds: 0,
  certificate: { names: ['kubernetes', 'localhost'], expiresAt: inDays(200) },
  credentials: { kind: 'certificate', expiresAt: inDays(300) },
};

export function cluster(server: Partial<ServerFacts> = {}, target: Partial<TargetFacts> = {}): ClusterFacts {
  return { state: 'answered', target: { ...TARGET, ...target }, server: { ...SERVER, ...server } };
}

export const NO_CLUSTER: ClusterFacts = {
  state: 'not-found',
  message: 'no kubeconfig: x does not exist',
  hint: 'name one',
};
export const DEAD_CLUSTER: ClusterFacts = {
  state: 'unreadable',
  target: TARGET,
  message: 'the API server refuses connections',
  hint: 'is the cluster running?',
};

const ROW = { group: '', namespace: null, get: true, list: true };

export const RIGHTS: RightsFacts = {
  permissions: {
    state: 'known',
    user: 'jane',
    namespaces: null,
    matrix: [
      { ...ROW, kind: 'Node', resource: 'nodes' },
      { ...ROW, kind: 'Pod', resource: 'pods' },
      { ...ROW, kind: 'Secret', resource: 'secrets' },
    ],
  },
  checks: [
    { id: 'node-not-ready', subjects: ['Node'], reads: [] },
    { id: 'pod-crash-loop', subjects: ['Pod'], reads: [] },
    // It judges what it gets: either kind is enough.
    { id: 'either', subjects: ['Node', 'Pod'], reads: [] },
    { id: 'secret-missing', subjects: ['Pod'], reads: ['Secret'] },
  ],
};

type AnsweredModel = Extract<ModelFacts, { state: 'answered' }>;

const MODEL: AnsweredModel = {
  state: 'answered',
  baseUrl: 'http://127.0.0.1:11434',
  isRemote: false,
  version: '0.17.4',
  models: ['qwen3:4b-instruct'],
  wanted: null,
  used: 'qwen3:4b-instruct',
  recommended: { name: 'qwen3:4b-instruct', downloadBytes: 2.5e9, installed: true },
  reason: 'it fits',
  folder: { path: '/models', refusal: null, freeBytes: 50e9 },
};

export function model(more: Partial<AnsweredModel> = {}): ModelFacts {
  return { ...MODEL, ...more };
}

export const MACHINE: MachineFacts = {
  memoryBytes: 16e9,
  cores: 8,
  gpu: null,
  isEnoughForModels: true,
  cache: { path: '/home/jane/.cache/mekhanikube', refusal: null, freeBytes: 50e9 },
  state: { path: '/home/jane/.local/state/mekhanikube', refusal: null, freeBytes: 50e9 },
};

export const DOCKER: DockerSideFacts = {
  docker: {
    state: 'present',
    clientVersion: '28.2.2',
    engine: { state: 'running', version: '28.2.2', kind: 'native' },
    compose: { state: 'present', version: '2.40.3' },
  },
  container: { runtime: null, network: null },
  loopbackServer: null,
};

export const PROXY: ProxyFacts = {
  httpProxy: null,
  httpsProxy: null,
  noProxy: null,
  isNodeTold: false,
  apiServer: { host: '127.0.0.1', proxy: null },
  modelServer: { host: '127.0.0.1', port: 11434, isTls: false },
  extraCa: { state: 'unset' },
};

export const TERMINAL: TerminalFacts = {
  isTty: true,
  color: true,
  width: 100,
  locale: 'en_GB.UTF-8',
  platform: 'linux',
  nodeVersion: '24.21.0',
  toolVersion: '1.2.3',
};

/** Everything is as it should be. */
export const HEALTHY: Facts = {
  cluster: { state: 'known', facts: cluster() },
  permissions: { state: 'known', facts: RIGHTS },
  model: { state: 'known', facts: model() },
  machine: { state: 'known', facts: MACHINE },
  docker: { state: 'known', facts: DOCKER },
  proxy: { state: 'known', facts: PROXY },
  terminal: { state: 'known', facts: TERMINAL },
};

/** What a line is expected to be: its status, what was seen, and the mend; or null for no line. */
export type Expected = readonly [Line['status'], RegExp, RegExp?] | null;

/** What a line says, in the form of what is expected of it. */
export function said<Facts>(line: LineOf<Facts>, facts: Facts): Omit<Line, 'area' | 'name'> | null {
  const found = line(facts);
  return found === null ? null : { status: found.status, seen: found.seen, mend: found.mend };
}
