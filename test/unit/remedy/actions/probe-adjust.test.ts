import { describe, expect, test } from 'vitest';
import type { KubeObject, Pod } from '../../../../src/kube/object.ts';
import { probeAdjust } from '../../../../src/remedy/actions/probe-adjust.ts';
import {
  deployment,
  editTexts,
  pod,
  proposed,
  refusals,
  replicaSet,
  template,
} from '../../../support/rollout-stage.ts';

const spec = { containers: [{ name: 'web', livenessProbe: { periodSeconds: 5, failureThreshold: 2 } }] };
const target = deployment({ template: template(spec) });
const ready: NonNullable<Pod['status']> = {
  containerStatuses: [{ name: 'web', image: '', imageID: '', ready: true, restartCount: 4 }],
};
const failing = (kind: string, uid = 'uid-pod-0', container = 'web'): KubeObject => {
  const involvedObject = {
    kind: 'Pod',
    name: 'web-0',
    namespace: 'shop',
    uid,
    fieldPath: `spec.containers{${container}}`,
  };
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'shop' },
    reason: 'Unhealthy',
    message: `${kind} probe failed: timeout`,
    involvedObject,
  };
  return event;
};
const objects = [replicaSet(2, template()), pod(0, 'uid-rs-2', { spec, status: ready }), failing('Liveness')];
const refused = (params: object, others: readonly KubeObject[] = objects, unreadable: readonly string[] = []) =>
  refusals(probeAdjust, target, { probe: 'liveness', ...params }, { objects: others, unreadable });

describe('probe.adjust', () => {
  test('writes what changes', async () => {
    const params = { probe: 'liveness', initialDelaySeconds: 30, periodSeconds: 5, failureThreshold: 6 };
    const proposal = await proposed(probeAdjust, target, params, { objects });
    const probe = 'spec.template.spec.containers[web].livenessProbe';
    expect(editTexts(proposal)).toEqual([`${probe}.initialDelaySeconds = 30`, `${probe}.failureThreshold = 6`]);
    expect(proposal.summary).toBe(
      'set initialDelaySeconds from 0 to 30, failureThreshold from 2 to 6 in the liveness probe of container web in Deployment shop/web',
    );
    expect(proposal).toMatchObject({ risk: 'R3', effects: { podsDisrupted: 1 } });
  });

  test('is refused for a probe that it does not have', async () => {
    expect(await refused({ probe: 'startup', failureThreshold: 6 })).toEqual(['probe-missing']);
  });

  test('is refused for the values that it has', async () => {
    expect(await refused({ failureThreshold: 2, timeoutSeconds: 1 })).toEqual(['same-probe']);
  });

  test('is refused for less patience', async () => {
    expect(await refused({ failureThreshold: 1 })).toEqual(['stricter']);
    expect(await refused({ failureThreshold: 9, periodSeconds: 1 })).toEqual(['stricter']);
  });

  test('is refused where the probe does not fail', async () => {
    const without = objects.slice(0, 2);
    expect(await refused({ failureThreshold: 6 }, without)).toEqual(['no-evidence']);
    expect(await refused({ failureThreshold: 6 }, [...without, failing('Readiness')])).toEqual(['no-evidence']);
    expect(await refused({ failureThreshold: 6 }, [...without, failing('Liveness', 'another')])).toEqual([
      'no-evidence',
    ]);
    expect(await refused({ failureThreshold: 6 }, [...without, failing('Liveness', 'uid-pod-0', 'log')])).toEqual([
      'no-evidence',
    ]);
  });

  test('is refused where it was never ready, unless that is allowed', async () => {
    const others = [replicaSet(2, template()), pod(0, 'uid-rs-2', { spec }), failing('Liveness')];
    expect(await refused({ failureThreshold: 6 }, others)).toEqual(['never-ready']);
    expect(await refused({ failureThreshold: 6, allowNeverReady: true }, others)).toEqual([]);
  });

  test('is refused for a container that is not there', async () => {
    expect(await refused({ container: 'db', failureThreshold: 6 })).toEqual(['container-missing']);
  });

  test('is refused while paused', async () => {
    const paused = deployment({ template: template(spec), paused: true });
    expect(await refusals(probeAdjust, paused, { probe: 'liveness', failureThreshold: 6 }, { objects })).toEqual([
      'rollout-paused',
    ]);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['Event', 'events-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused({ failureThreshold: 6 }, objects, [kind])).toEqual([id]);
  });

  test.each([{}, { failureThreshold: 100 }, { initialDelaySeconds: 6000 }, { periodSeconds: 0 }])(
    'does not take %o',
    async (params) => {
      await expect(refused(params)).rejects.toThrow('params of probe.adjust');
    },
  );
});
