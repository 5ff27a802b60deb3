import { describe, expect, test } from 'vitest';
import {
  missingKeys,
  missingObjects,
  needText,
  saysReferenceMissing,
  similarKeys,
} from '../../../../src/kube/config/missing-references.ts';
import type { KubeEvent, Pod } from '../../../../src/kube/object.ts';

const noEvents = () => [];

function podWaiting(message: string, reason = 'CreateContainerConfigError'): Pod {
  const env = [{ name: 'URL', valueFrom: { configMapKeyRef: { name: 'web', key: 'url' } } }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      nodeName: 'n',
      containers: [
        { name: 'a', env },
        { name: 'b', env },
      ],
    },
    status: {
      containerStatuses: [
        { name: 'a', state: { waiting: { reason, message } } },
        { name: 'b', state: { running: {} } },
      ],
    },
  };
}

function mountEvent(message: string): KubeEvent {
  return { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, reason: 'FailedMount', message };
}

describe('missingObjects', () => {
  test('gives one for each container, and says which is held back', () => {
    const found = missingObjects(podWaiting(''), 'ConfigMap', noEvents, () => 'missing');
    expect(found.map(({ container, blocking, keys }) => [container, blocking, keys])).toEqual([
      ['a', true, ['url']],
      ['b', false, ['url']],
    ]);
  });

  test('takes the word of the kubelet for what could not be looked up, but not against what is there', () => {
    for (const text of ['configmap "web" not found', 'configmaps "web" not found']) {
      expect(missingObjects(podWaiting(text), 'ConfigMap', noEvents, () => 'unverified')).toHaveLength(1);
      expect(missingObjects(podWaiting(text), 'ConfigMap', noEvents, () => 'found')).toEqual([]);
    }
    for (const text of ['configmap "web-2" not found', 'secret "web" not found', '']) {
      expect(missingObjects(podWaiting(text), 'ConfigMap', noEvents, () => 'unverified')).toEqual([]);
    }
    const crashed = podWaiting('configmap "web" not found', 'CrashLoopBackOff');
    expect(missingObjects(crashed, 'ConfigMap', noEvents, () => 'unverified')).toEqual([]);
  });

  test('takes the newest event on a volume, while the pod is prepared', () => {
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { nodeName: 'n', containers: [{ name: 'a' }], volumes: [{ name: 'v', configMap: { name: 'web' } }] },
    };
    const not = mountEvent('MountVolume.SetUp failed for volume "v" : configmap "web" not found');
    const other = mountEvent('MountVolume.SetUp failed for volume "v" : failed to sync configmap cache: timed out');
    const ask = (events: readonly KubeEvent[], of = pod) =>
      missingObjects(
        of,
        'ConfigMap',
        () => events,
        () => 'unverified',
      ).length;
    expect(ask([not, other])).toBe(1);
    expect(ask([other, not])).toBe(0);
    expect(ask([not], { ...pod, status: { containerStatuses: [{ name: 'a', state: { running: {} } }] } })).toBe(0);
  });
});

describe('missingKeys', () => {
  test('what nobody could look at is never missing, but where the kubelet says so', () => {
    expect(missingKeys(podWaiting(''), 'ConfigMap', noEvents, () => undefined)).toEqual([]);
    const said = "couldn't find key url in ConfigMap shop/web";
    expect(missingKeys(podWaiting(said), 'ConfigMap', noEvents, () => undefined)).toHaveLength(1);
    expect(missingKeys(podWaiting(`${said}-2`), 'ConfigMap', noEvents, () => undefined)).toEqual([]);
  });

  test('a missing object has no missing keys', () => {
    expect(missingKeys(podWaiting(''), 'ConfigMap', noEvents, () => 'missing')).toEqual([]);
  });

  test('compares with the keys that are there', () => {
    expect(missingKeys(podWaiting(''), 'ConfigMap', noEvents, () => ['uri'])).toHaveLength(2);
    expect(missingKeys(podWaiting(''), 'ConfigMap', noEvents, () => ['url'])).toEqual([]);
  });
});

test('similarKeys leaves other kinds of files out', () => {
  expect(similarKeys('database_url', ['databse_url', 'port'])).toEqual(['databse_url']);
  expect(similarKeys('application.yml', ['application.yaml'])).toEqual(['application.yaml']);
  expect(similarKeys('tls.pem', ['tls.key', 'tls.crt'])).toEqual([]);
});

test('needText words the consequence', () => {
  const facts = { neededBy: 'container web', running: false, similar: [] };
  expect(needText(facts, false)).toBe(', but container web needs it');
  expect(needText({ ...facts, running: true, similar: ['a', 'b'] }, true)).toBe(
    ', but several workloads need it at the next start; did you mean a or b?',
  );
});

test('saysReferenceMissing knows the texts of the kubelet', () => {
  expect(saysReferenceMissing('configmap "web" not found')).toBe(true);
  expect(saysReferenceMissing('configmap references non-existent config key: a.conf')).toBe(true);
  expect(saysReferenceMissing("couldn't find key a in Secret shop/web")).toBe(true);
  expect(saysReferenceMissing('container has runAsNonRoot and image will run as root')).toBe(false);
});
