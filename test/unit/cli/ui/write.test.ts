import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWritable, writeWhole } from '../../../../src/cli/ui/write.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('writing a file', () => {
  test('replaces what was there, and leaves nothing else behind', async () => {
    writeFileSync(at('report'), 'a longer text that was there');
    await checkWritable(at('report'));
    await writeWhole(at('report'), 'new');
    expect(readFileSync(at('report'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['report']);
  });

  test('writes what a link leads to, and leaves the link', async () => {
    writeFileSync(at('report'), 'old');
    symlinkSync('report', at('link'));
    await writeWhole(at('link'), 'new');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('report'), 'utf8')).toBe('new');
  });

  test.skipIf(process.platform === 'win32')('sends it through a pipe, which stays a pipe', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await checkWritable(at('pipe'));
    const [read] = await Promise.all([readFile(at('pipe'), 'utf8'), writeWhole(at('pipe'), 'new')]);
    expect(read).toBe('new');
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['pipe']);
  });

  test('says so where it is a folder, or where there is none', async () => {
    await expect(writeWhole(folder, 'new')).rejects.toMatchObject({ code: 'output-failed' });
    await expect(checkWritable(at('none/report'))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('its folder does not exist'),
    });
  });
});
