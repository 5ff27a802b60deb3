import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../../src/host/command.ts';
import { temporaryFolder } from '../../support/fake-api/kubeconfig.ts';

const signal = new AbortController().signal;

function script(text: string): string {
  const path = join(temporaryFolder(), 'program');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('running a program', () => {
  test('tells what it printed and how it ended', async () => {
    const end = await runCommand(script('echo "$1 $2"; echo hmm >&2; exit 3'), ['a b', '$HOME'], {
      timeoutMs: 10_000,
      signal,
    });
    expect(end).toEqual({ state: 'ended', exitCode: 3, stdout: 'a b $HOME', stderr: 'hmm' });
  });

  test('gives it no keyboard', async () => {
    const end = await runCommand(script('read line || echo nobody'), [], { timeoutMs: 10_000, signal });
    expect(end).toMatchObject({ exitCode: 0, stdout: 'nobody' });
  });

  test('gives it the environment that was named, and nothing else', async () => {
    const env = { PATH: process.env['PATH'], ONLY: 'this' };
    const end = await runCommand(script('echo "$ONLY-$HOME-"'), [], { timeoutMs: 10_000, signal, env });
    expect(end).toMatchObject({ stdout: 'this--' });
  });

  test('says that there is none', async () => {
    const folder = temporaryFolder();
    const options = { timeoutMs: 10_000, signal };
    expect(await runCommand(join(folder, 'none'), [], options)).toEqual({ state: 'missing' });
    expect(await runCommand('docker', [], { ...options, env: { PATH: folder } })).toEqual({ state: 'missing' });
  });

  test('says that it may not be run', async () => {
    const path = join(temporaryFolder(), 'program');
    writeFileSync(path, '#!/bin/sh\n');
    expect(await runCommand(path, [], { timeoutMs: 10_000, signal })).toMatchObject({ state: 'failed' });
  });

  test('ends one that hangs, with what it started', async () => {
    const folder = temporaryFolder();
    const pidFile = join(folder, 'pid');
    // The child of the child holds the pipe.
    const hanging = script(`sleep 600 & echo $! > ${pidFile}; wait`);
    expect(await runCommand(hanging, [], { timeoutMs: 700, signal })).toEqual({ state: 'late' });
    await expect.poll(() => isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  });

  test('ends one that ignores being asked to end', async () => {
    const hanging = script("trap '' TERM INT; while :; do sleep 1; done");
    expect(await runCommand(hanging, [], { timeoutMs: 300, signal })).toEqual({ state: 'late' });
  });

  test('stops at a flood', async () => {
    const end = await runCommand(script('yes'), [], { timeoutMs: 20_000, signal });
    expect(end).toEqual({ state: 'failed', reason: 'it printed without an end' });
  });

  test('ends with an interruption', async () => {
    const interruption = new AbortController();
    const started = join(temporaryFolder(), 'started');
    const running = runCommand(script(`touch ${started}; sleep 600`), [], {
      timeoutMs: 60_000,
      signal: interruption.signal,
    });
    running.catch(() => {});
    await expect.poll(() => existsSync(started)).toBe(true);
    interruption.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
  });
});

/** A zombie has ended. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
