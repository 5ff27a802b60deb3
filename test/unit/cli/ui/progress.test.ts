import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../../../src/cli/ui/progress.ts';
import { terminalOf } from '../../../../src/cli/ui/terminal.ts';

let said: string;
beforeEach(() => {
  said = '';
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Reads for five minutes, with something new every second. */
async function read(ci: boolean, quiet: boolean, isTTY: boolean): Promise<string> {
  const progress = createProgress(terminalOf({ isTTY }, { ci, color: 'never' }, {}), quiet, 'Reading');
  for (let second = 1; second <= 300; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    progress.update(`Reading ${second}`);
  }
  progress.stop();
  return said;
}

test.each([true, false])('in a pipeline a phase is one line, even where there is a terminal: %s', async (isTTY) => {
  expect(await read(true, false, isTTY)).toBe('Reading\n');
});

test('quiet is quiet', async () => {
  expect(await read(true, true, true)).toBe('');
});

test('a log that no --ci was said for has a line now and then', async () => {
  expect((await read(false, false, false)).split('\n').length).toBeGreaterThan(10);
});
