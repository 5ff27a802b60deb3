import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MANIFEST, ROOT } from './support/installed.ts';

let folder: string;
let archive: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-release-'));
  archive = join(folder, 'archive.tar.gz');
  writeFileSync(archive, 'an archive');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Component {
  readonly name: string;
  readonly version: string;
}

const Lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string(), dev: z.boolean().optional() })),
});

/** What an installation without development dependencies gets. */
function lockedForUse(): readonly string[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const wanted = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  return [
    ...new Set(wanted.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)),
  ].toSorted();
}

function script(name: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', name), ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' },
  });
  return { status, stdout, stderr };
}

describe("krew's manifest", () => {
  test('is filled in for a release', () => {
    const { status, stdout, stderr } = script('krew.ts', '1.2.3', archive, 'https://example.org/o/m');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/VERSION|SHA256|REPOSITORY/);
    expect(load(stdout)).toMatchObject({
      kind: 'Plugin',
      metadata: { name: MANIFEST.name },
      spec: {
        version: 'v1.2.3',
        homepage: 'https://example.org/o/m',
        platforms: [
          {
            uri: 'https://example.org/o/m/releases/download/v1.2.3/mekhanikube-1.2.3.tar.gz',
            sha256: createHash('sha256').update('an archive').digest('hex'),
            bin: MANIFEST.bin['mekhanikube'],
          },
        ],
      },
    });
  });

  test.each([
    ['a version with a v', ['v1.2.3', 'ARCHIVE', 'https://example.org/o/m'], /"v1\.2\.3" is no version/],
    ['no archive', ['1.2.3'], /no archive/],
    ['no repository', ['1.2.3', 'ARCHIVE', 'example'], /"example" is no address/],
  ])('is not printed with %s', (_what, args, message) => {
    const { status, stdout, stderr } = script('krew.ts', ...args.map((arg) => (arg === 'ARCHIVE' ? archive : arg)));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('the bill of materials', () => {
  test('names what the lock file has for production, and is the same each time', { timeout: 120_000 }, () => {
    const { status, stdout } = script('sbom.ts');
    expect(status).toBe(0);
    expect(script('sbom.ts').stdout).toBe(stdout);
    const { bomFormat, metadata, components } = JSON.parse(stdout);
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component).toMatchObject({ name: MANIFEST.name, version: MANIFEST.version });
    const named = components.map(({ name, version }: Component) => `${name}@${version}`);
    expect(named.toSorted()).toEqual(lockedForUse());
    for (const [name, version] of Object.entries(MANIFEST.dependencies)) expect(named).toContain(`${name}@${version}`);
    expect(stdout).not.toMatch(/timestamp|serialNumber/);
    expect(stdout).not.toContain(ROOT);
  });
});
