import { describe, expect, test } from 'vitest';
import { imageSet } from '../../../../src/remedy/actions/image-set.ts';
import { probeAdjust } from '../../../../src/remedy/actions/probe-adjust.ts';
import { pullsecretAttach } from '../../../../src/remedy/actions/pullsecret-attach.ts';
import { resourcesBump } from '../../../../src/remedy/actions/resources-bump.ts';
import { resourcesSet } from '../../../../src/remedy/actions/resources-set.ts';
import { rolloutRestart } from '../../../../src/remedy/actions/rollout-restart.ts';
import { rolloutResume } from '../../../../src/remedy/actions/rollout-resume.ts';
import { rolloutUndo } from '../../../../src/remedy/actions/rollout-undo.ts';
import { deployment, pod, replicaSet, template, verified, waitingFor } from '../../../support/rollout-stage.ts';

const ACTIONS = [
  imageSet,
  probeAdjust,
  pullsecretAttach,
  resourcesBump,
  resourcesSet,
  rolloutRestart,
  rolloutResume,
  rolloutUndo,
].map((action) => [action.id, action] as const);

describe.each(ACTIONS)('%s is verified by its rollout', (_, action) => {
  const progress = async (status: object, last = pod(9)) => {
    const objects = [replicaSet(1, template()), replicaSet(2, template()), pod(0), last];
    return (await verified(action, deployment(), action.example, deployment({}, status), { objects })).state;
  };

  test('done once it is complete', async () => {
    expect(await progress({})).toBe('done');
  });

  test('waiting until then', async () => {
    expect(await progress({ updatedReplicas: 1 })).toBe('waiting');
  });

  test('failed where a new pod cannot start', async () => {
    const bad = pod(9, 'uid-rs-2', { ready: false, status: waitingFor('ImagePullBackOff') });
    expect(await progress({ updatedReplicas: 1 }, bad)).toBe('failed');
  });
});
