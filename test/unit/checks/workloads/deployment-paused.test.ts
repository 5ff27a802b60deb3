import { expect, test } from 'vitest';
import { deploymentPaused } from '../../../../src/checks/workloads/deployment-paused.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';

test('shows the template that waits, which no revision holds, and resumes it', () => {
  const web = refTo('Deployment', 'shop', 'web');
  const commandsFor = (started: boolean) =>
    deploymentPaused
      .fixes({ desired: 2, updated: 0, started }, { subject: web, object: web })
      .map(({ command }) => command);
  const [waiting, resume] = [
    'kubectl get -n shop deployment/web -o yaml',
    'kubectl rollout resume -n shop deployment/web',
  ];
  expect(commandsFor(true)).toEqual([waiting, 'kubectl get replicasets -n shop -o yaml', resume]);
  expect(commandsFor(false)).toEqual([waiting, resume]);
});
