import type { RepairCase } from '../case.ts';
import { configMap, container, deployment, fields, podSpec, ready } from '../objects.ts';

export const config: RepairCase = {
  action: 'config.restore',
  objects: [
    configMap('settings', { 'log.level': 'debg', mode: 'fast' }),
    configMap('frozen', { 'log.level': 'debg' }, { immutable: true }),
    deployment('web', {}, podSpec({}, container({ envFrom: [{ configMapRef: { name: 'settings' } }] }))),
  ],
  ready: [ready('web', 1)],
  target: { kind: 'ConfigMap', name: 'settings' },
  params: { source: { data: { 'log.level': 'debug', 'log.format': 'json' } } },
  holds: [configMap('settings', { 'log.level': 'debug', 'log.format': 'json', mode: 'fast' })],
  generations: null,
  refusals: [
    { when: 'it is immutable', target: { kind: 'ConfigMap', name: 'frozen' }, says: /is immutable/ },
    {
      when: 'the source has no such key',
      params: { source: { data: { mode: 'slow' } }, keys: ['log.level'] },
      says: /the source has no log\.level/,
    },
    { when: 'it holds these values', says: /holds these values already/, afterwards: true },
  ],
};

export const pullSecret: RepairCase = {
  action: 'pullsecret.attach',
  on: 'ServiceAccount',
  objects: [
    fields('v1', 'ServiceAccount', 'builder', { imagePullSecrets: [{ name: 'first' }] }),
    fields('v1', 'ServiceAccount', 'has', { imagePullSecrets: [{ name: 'login' }] }),
  ],
  target: { kind: 'ServiceAccount', name: 'builder' },
  params: { secret: 'login' },
  holds: [fields('v1', 'ServiceAccount', 'builder', { imagePullSecrets: [{ name: 'first' }, { name: 'login' }] })],
  generations: null,
  refusals: [
    { when: 'it names it', target: { kind: 'ServiceAccount', name: 'has' }, says: /names pull secret login already/ },
  ],
};

export const pullSecretOfPods: RepairCase = {
  action: 'pullsecret.attach',
  on: 'Deployment',
  objects: [deployment('web'), deployment('paused', { paused: true, replicas: 0 })],
  ready: [ready('web', 1)],
  target: { kind: 'Deployment', name: 'web' },
  params: { secret: 'login' },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      spec: { template: { spec: { imagePullSecrets: [{ name: 'login' }] } } },
      status: { readyReplicas: 1 },
    }),
  ],
  refusals: [
    { when: 'it is paused', target: { kind: 'Deployment', name: 'paused' }, says: /is paused/ },
    { when: 'it names it', says: /names pull secret login already/, afterwards: true },
  ],
};

const wanting = (name: string) =>
  container({ env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name, key: 'mode' } } }] });

/** A pod that waits for a ConfigMap that somebody deleted. */
export const recreate: RepairCase = {
  action: 'configmap.recreate',
  objects: [
    deployment('web', {}, podSpec({}, wanting('gone'))),
    deployment('fine', { replicas: 0 }, podSpec({}, wanting('there'))),
    configMap('there', { mode: 'fast' }),
  ],
  async prepare(scene) {
    const first = await scene.first('v1', 'Pod', 'web-');
    const containerStatuses = [{ state: { waiting: { reason: 'CreateContainerConfigError' } } }];
    await scene.reaches(fields('v1', 'Pod', first.metadata.name, { status: { containerStatuses } }));
  },
  target: { kind: 'Deployment', name: 'web' },
  params: { name: 'gone', source: { data: { mode: 'fast' } } },
  holds: [configMap('gone', { mode: 'fast' })],
  back: 'gone',
  refusals: [
    { when: 'nobody knows what it held', params: { name: 'gone' }, says: /values are not made up/ },
    {
      when: 'the source lacks a key',
      params: { name: 'gone', source: { data: {} } },
      says: /needs mode, which the source has not/,
    },
    {
      when: 'nothing uses it',
      params: { name: 'other', source: { data: {} } },
      says: /does not use a ConfigMap other/,
    },
    {
      when: 'it exists',
      target: { kind: 'Deployment', name: 'fine' },
      params: { name: 'there', source: { data: { mode: 'slow' } } },
      says: /ConfigMap .*there exists/,
    },
  ],
};
