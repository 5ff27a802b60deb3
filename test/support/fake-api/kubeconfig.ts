import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface KubeconfigParts {
  readonly server: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly context?: string;
}

/** A kubeconfig of one context, as JSON, which is YAML. */
export function kubeconfigText({
  server,
  cluster = {},
  user = {},
  namespace,
  context = 'fake',
}: KubeconfigParts): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'fake-cluster', cluster: { server, ...cluster } }],
    users: [{ name: 'fake-user', user }],
    contexts: [{ name: context, context: { cluster: 'fake-cluster', user: 'fake-user', namespace } }],
    'current-context': context,
  });
}

/** A new folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes text to a new file of its own and returns the path. */
export function writeTemporary(content: string, name = 'kubeconfig'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

export function writeKubeconfig(parts: KubeconfigParts): string {
  return writeTemporary(kubeconfigText(parts));
}
