import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../support/cli.ts';

const RECORDING = join(import.meta.dirname, '../../examples/broken-cluster.json.gz');

test('the recorded broken cluster has its 26 causes, each once, and nothing in its healthy namespaces', async () => {
  const { code, stdout, stderr } = await run(['analyze', '--from', RECORDING, '-o', 'json']);
  expect([code, stderr]).toEqual([0, '']);
  const findings: { check: string; subject: { kind: string; namespace: string | null; name: string } }[] =
    JSON.parse(stdout).findings;
  const said = findings.map(
    ({ check, subject }) => `${(subject.namespace ?? subject.name).replace(/^fault-/, '')}: ${check}`,
  );
  expect(said.sort()).toEqual([
    'command-not-found: container-command-invalid',
    'configmap-key-missing: config-map-key-missing',
    'crash-loop: pod-crash-loop',
    'cronjob-failing: job-failed',
    'daemonset: pod-crash-loop',
    'exceeds-any-node: pod-exceeds-any-node',
    'hpa-no-requests: hpa-missing-requests',
    'ingress-backend: ingress-backend-missing',
    'init-failing: pod-init-failing',
    'lab-failed: pv-failed',
    'lab-policy-missing: webhook-backend-missing',
    'liveness: container-liveness-killed',
    'namespace-terminating: object-terminating-stuck',
    'node-selector: pod-node-selector-unsatisfiable',
    'oom: container-oom-killed',
    'pdb-blocking: pdb-blocks-by-design',
    'pod-security: psa-rejected',
    'pvc-class: pvc-storageclass-missing',
    'quota: quota-exceeded',
    'readiness: pod-not-ready',
    'registry-refused: image-pull-network',
    'secret-missing: secret-missing',
    'service-account-missing: pod-service-account-missing',
    'service-selector: service-selector-no-match',
    'service-target-port: service-target-port-unresolved',
    'statefulset-ordinal: pod-crash-loop',
  ]);
});

test('one object of it, and what belongs to it', async () => {
  const { stdout } = await run(['analyze', 'deploy/web', '-n', 'fault-crash-loop', '--from', RECORDING]);
  expect(stdout).toContain('Looking only at Deployment/web');
  expect(stdout).toContain('Deployment fault-crash-loop/web, 2 pods');
  expect(stdout).not.toContain('fault-oom');
});
