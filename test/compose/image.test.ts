import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { GenericContainer, type StartedTestContainer } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasEngine } from '../support/engine.ts';

const MINUTE_MS = 60_000;
const ROOT = join(import.meta.dirname, '../..');
const BASE = 'node:24-bookworm-slim';
const MEGABYTE = 1_000_000;
const SLEEP = ['sleep', '600'];

function sizeOf(image: string): number {
  return Number(execFileSync('docker', ['image', 'inspect', '--format', '{{.Size}}', image], { encoding: 'utf8' }));
}

describe.skipIf(!hasEngine())("the command line's image", () => {
  const name = 'mekhanikube-test-image';
  let container: StartedTestContainer;
  beforeAll(async () => {
    const image = await GenericContainer.fromDockerfile(ROOT, 'Dockerfile.k8sgpt')
      .withBuildkit()
      .withBuildArgs({ VERSION: '9.8.7' })
      .build(name, { deleteOnExit: false });
    container = await image.withEntrypoint(SLEEP).withCommand([]).start();
  }, 10 * MINUTE_MS);
  afterAll(async () => {
    await container?.stop();
    execFileSync('docker', ['image', 'rm', '--force', name], { stdio: 'ignore' });
  }, MINUTE_MS);

  test('is at most 60 MB larger than its base', () => {
    expect(sizeOf(name) - sizeOf(BASE)).toBeLessThan(60 * MEGABYTE);
  });

  test('has its labels, and a user that is not root', () => {
    const config = execFileSync('docker', ['image', 'inspect', '--format', '{{json .Config}}', name], {
      encoding: 'utf8',
    });
    expect(JSON.parse(config)).toMatchObject({
      User: 'node',
      Labels: { 'org.opencontainers.image.version': '9.8.7', 'org.opencontainers.image.licenses': 'Apache-2.0' },
    });
  });

  test('runs the command line, with all that it needs and nothing that only building needs', async () => {
    const bin = '/app/bin/mekhanikube.js';
    const checks = await container.exec(['node', bin, 'checks', 'pod-crash-loop']);
    expect([checks.exitCode, checks.output]).toEqual([0, expect.stringContaining('What it means')]);
    const demo = await container.exec([
      'node',
      bin,
      'analyze',
      '--from',
      '/app/examples/many-faults.json.gz',
      '--explain=off',
    ]);
    expect([demo.exitCode, demo.output]).toEqual([0, expect.stringContaining('Image does not exist')]);
    expect((await container.exec(['ls', '/app/node_modules/typescript'])).exitCode).not.toBe(0);
    expect((await container.exec(['ls', '/app/src'])).exitCode).not.toBe(0);
  });

  test('has no kubeconfig, and says so instead of trying a server that nobody named', async () => {
    const { exitCode, output } = await container.exec(['node', '/app/bin/mekhanikube.js', 'analyze']);
    expect(exitCode).toBe(3);
    expect(output).toMatch(/^error: /);
    expect(output).not.toContain('localhost:8080');
  });
});

describe.skipIf(!hasEngine())("the model's image", () => {
  const name = 'mekhanikube-test-ollama-image';
  beforeAll(async () => {
    await GenericContainer.fromDockerfile(ROOT, 'Dockerfile.ollama')
      .withBuildkit()
      .build(name, { deleteOnExit: false });
  }, 10 * MINUTE_MS);
  afterAll(() => {
    execFileSync('docker', ['image', 'rm', '--force', name], { stdio: 'ignore' });
  });

  test('has a health check that fails where no server answers', () => {
    const format = '{{json .Config.Healthcheck}}';
    const config = execFileSync('docker', ['image', 'inspect', '--format', format, name], { encoding: 'utf8' });
    const [kind, program, ...args] = JSON.parse(config).Test;
    expect([kind, program, args]).toEqual(['CMD', 'ollama', ['list']]);
    const { status } = spawnSync('docker', ['run', '--rm', '--entrypoint', program, name, ...args], {
      timeout: MINUTE_MS,
    });
    expect(status).toBe(1);
  });
});
