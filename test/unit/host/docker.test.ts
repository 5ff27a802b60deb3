import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askDocker } from '../../../src/host/docker.ts';
import { temporaryFolder } from '../../support/fake-api/kubeconfig.ts';

const signal = new AbortController().signal;
const SERVER = '{"Platform":{"Name":"Docker Engine - Community"},"Version":"28.1.1"}';
const WITH_ENGINE = `{"Client":{"Version":"28.2.2"},"Server":${SERVER}}`;
const WITHOUT_ENGINE = '{"Client":{"Version":"28.2.2"},"Server":null}';
const OTHERS = 'case "$1" in compose) echo 2.40.3; exit 0;; context) echo unix:///var/run/docker.sock; exit 0;; esac';

/** Asks a script that plays Docker's client. */
async function ask(text: string, timeoutMs = 10_000) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  return askDocker({ timeoutMs, signal, env }, 'linux');
}

describe('asking docker', () => {
  test('answers', async () => {
    expect(await ask(`${OTHERS}\necho '${WITH_ENGINE}'`)).toEqual({
      state: 'present',
      clientVersion: '28.2.2',
      engine: { state: 'running', version: '28.1.1', kind: 'native' },
      compose: { state: 'present', version: '2.40.3' },
    });
  });

  test.each([
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      {
        state: 'stopped',
        said: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      },
    ],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      { state: 'denied' },
    ],
  ])('has a client without an engine: %s', async (said, engine) => {
    const found = await ask(`${OTHERS}\necho '${WITHOUT_ENGINE}'; echo '${said}' >&2; exit 1`);
    expect(found).toMatchObject({ state: 'present', engine });
  });

  test('has no compose', async () => {
    const found = await ask(
      `case "$1" in compose) echo "docker: 'compose' is not a docker command" >&2; exit 1;; esac\necho '${WITH_ENGINE}'`,
    );
    expect(found).toMatchObject({ state: 'present', compose: { state: 'missing' } });
  });

  test.each(['', 'Docker version 17.03', '{"Client":', '[]', '{"Client":{}}', 'null'])('prints %j', async (text) => {
    expect(await ask(`${OTHERS}\necho '${text}'`)).toMatchObject({ state: 'failed' });
  });

  test('hangs', async () => {
    expect(await ask('sleep 600', 700)).toEqual({ state: 'late' });
  });

  test('has a compose that hangs', async () => {
    const found = await ask(`case "$1" in compose) sleep 600;; esac\necho '${WITH_ENGINE}'`, 2_000);
    expect(found).toMatchObject({ state: 'present', compose: { state: 'late' } });
  });

  test('is not there', async () => {
    const env = { PATH: temporaryFolder() };
    expect(await askDocker({ timeoutMs: 10_000, signal, env })).toEqual({ state: 'missing' });
  });
});
