import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

/** The cluster that the tests may use: a kubeconfig, or why there is none. */
export type TestCluster = { readonly kubeconfig: string } | { readonly kubeconfig: null; readonly reason: string };

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** The version that the faults were written for. */
const K3S_IMAGE = 'rancher/k3s:v1.34.6-k3s1';
/** What a bare cluster has not: some faults are about a default StorageClass or an Ingress controller that is missing. */
const WITHOUT = ['--disable=traefik', '--disable=servicelb', '--disable=local-storage'];

/** Finds a cluster before the tests that need one, and takes down what it started. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env['MEKHANIKUBE_TEST_KUBECONFIG'];
  if (given !== undefined) {
    provide('cluster', { kubeconfig: given });
    return async () => {};
  }
  try {
    const { K3sContainer } = await import('@testcontainers/k3s');
    const container = await new K3sContainer(K3S_IMAGE).withCommand(['server', ...WITHOUT]).start();
    const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-k3s-'));
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, container.getKubeConfig(), { mode: 0o600 });
    provide('cluster', { kubeconfig });
    return async () => {
      rmSync(folder, { recursive: true });
      await container.stop();
    };
  } catch (thrown) {
    const why = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0];
    const reason = `MEKHANIKUBE_TEST_KUBECONFIG is not set, and no k3s container starts (${why})`;
    if (process.env['CI']) throw new Error(`the cluster tests must run in CI, but ${reason}`, { cause: thrown });
    process.stderr.write(`cluster tests skipped: ${reason}\n`);
    provide('cluster', { kubeconfig: null, reason });
    return async () => {};
  }
}

/** The kubeconfig of the test cluster; null where the tests are to be skipped, which was said already. */
export function testKubeconfig(): string | null {
  return inject('cluster').kubeconfig;
}
