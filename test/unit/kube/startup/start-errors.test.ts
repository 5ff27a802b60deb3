import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { runtimeErrorText, startErrorsOf } from '../../../../src/kube/startup/start-errors.ts';

type State = NonNullable<NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state']>;

function podWith(state: State, lastState: State = {}, restartCount = 0): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'web' }] },
    status: { containerStatuses: [{ name: 'web', state, lastState, restartCount }] },
  };
}

const minuteOld = () => 60_000;
const runc = 'OCI runtime create failed: runc create failed: unable to start container process: ';

describe('startErrorsOf', () => {
  test.each([
    [`${runc}exec: "/app": stat /app: no such file or directory: unknown`, 'not-found', '/app'],
    [`${runc}exec: "serve": executable file not found in $PATH: unknown`, 'not-found', 'serve'],
    [
      'container create failed: executable file `serve` not found in $PATH: No such file or directory',
      'not-found',
      'serve',
    ],
    [
      `container create failed: time="x" level=error msg="${runc}exec: \\"serve\\": executable file not found in $PATH"`,
      'not-found',
      'serve',
    ],
    [`${runc}exec /run.sh: no such file or directory: unknown`, 'not-found', '/run.sh'],
    [`${runc}exec: "/run.sh": permission denied: unknown`, 'not-executable', '/run.sh'],
    ['container create failed: open executable: Permission denied', 'not-executable', null],
    [`${runc}exec: "/app": exec format error: unknown`, 'wrong-format', '/app'],
    ['failed to generate container "c" spec: failed to generate spec: no command specified', 'no-command', null],
    [
      `${runc}error during container init: chdir to cwd ("/srv") set in config.json failed: no such file or directory: unknown`,
      'no-directory',
      '/srv',
    ],
    ['', 'unclear', null],
  ])('%s is %s', (message, problem, program) => {
    const terminated = { reason: 'StartError', exitCode: 128, message };
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' };
    const [error] = startErrorsOf(podWith({ waiting }, { terminated }), minuteOld);
    expect(error?.command).toEqual({ problem, program });
    expect(
      startErrorsOf(podWith({ waiting: { reason: 'RunContainerError', message } }, { terminated }), minuteOld)[0]
        ?.command,
    ).toEqual({ problem, program });
  });

  test('a program of another architecture that was started all the same tells by what it leaves as its message', () => {
    const waiting = { reason: 'CrashLoopBackOff' };
    const command = (message: string) =>
      startErrorsOf(podWith({ waiting }, { terminated: { reason: 'Error', exitCode: 255, message } }), minuteOld)[0]
        ?.command;
    expect(command('exec /app: exec format error\n')).toEqual({ problem: 'wrong-format', program: '/app' });
    expect(command('standard_init_linux.go:228: exec user process caused: exec format error')?.problem).toBe(
      'wrong-format',
    );
    expect(command('cannot read settings: exec format errors are fatal')).toBeUndefined();
  });

  test.each([
    `${runc}error during container init: error mounting "a" to rootfs at "/etc": not a directory: unknown`,
    'failed to create containerd container: cannot load seccomp profile "/p.json": open /p.json: no such file or directory',
    `${runc}error during container init: unable to apply cgroup configuration: open /sys/fs/cgroup/x: no such file or directory`,
  ])('%s is no trouble with the command', (message) => {
    const [error] = startErrorsOf(podWith({ waiting: { reason: 'CreateContainerError', message } }), minuteOld);
    expect(error?.command).toBeNull();
    expect(error?.text).not.toBe('');
  });

  test('a container that runs has none, whatever it ended with before', () => {
    const terminated = { reason: 'StartError', exitCode: 128, message: 'x' };
    expect(startErrorsOf(podWith({ running: {} }, { terminated }), minuteOld)).toEqual([]);
  });

  test("a shell's exit code counts while the container keeps ending with it", () => {
    const terminated = { reason: 'Error', exitCode: 127, finishedAt: '2026-01-10T11:59:00Z' };
    const problem = (pod: Pod, age = minuteOld) => startErrorsOf(pod, age)[0]?.command?.problem;
    expect(problem(podWith({ terminated }))).toBe('shell');
    expect(problem(podWith({ waiting: { reason: 'CrashLoopBackOff' } }, { terminated }))).toBe('shell');
    expect(problem(podWith({ running: {} }, { terminated }, 3))).toBe('shell');
    expect(problem(podWith({ running: {} }, { terminated }, 2))).toBeUndefined();
    expect(problem(podWith({ running: {} }, { terminated }, 3), () => 3_600_000)).toBeUndefined();
    expect(problem(podWith({ terminated: { ...terminated, exitCode: 128 } }))).toBeUndefined();
  });
});

test('runtimeErrorText leaves what the kernel said', () => {
  expect(runtimeErrorText(`failed to create shim task: ${runc}exec: "/app": permission denied: unknown`)).toBe(
    'exec: "/app": permission denied',
  );
});
