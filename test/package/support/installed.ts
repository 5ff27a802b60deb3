import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '../../..');

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  bin: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});

export const MANIFEST = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** A project that has the packed package installed. */
export interface Installed {
  /** The project's folder. */
  readonly project: string;
  /** The package's own folder in it. */
  readonly folder: string;
  /** The files of the package, sorted, with slashes. */
  readonly files: readonly string[];
  remove(): void;
}

/**
 * Packs the package and installs it without a network: the production dependencies, and no others, are links to those of
 * this repository.
 */
export function installPackage(): Installed {
  const project = mkdtempSync(join(tmpdir(), 'mekhanikube-package-'));
  const modules = join(project, 'node_modules');
  const folder = join(modules, MANIFEST.name);
  mkdirSync(folder, { recursive: true });
  npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', project], ROOT);
  const tarball = join(project, `${MANIFEST.name}-${MANIFEST.version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
  for (const name of Object.keys(MANIFEST.dependencies)) link(join(ROOT, 'node_modules', name), join(modules, name));
  for (const [name, path] of Object.entries(MANIFEST.bin)) {
    const file = join(folder, path);
    if (!existsSync(file)) throw new Error(`the package lacks ${path}, which its bin names`);
    chmodSync(file, 0o755);
    link(file, join(modules, '.bin', name));
  }
  return { project, folder, files: filesIn(folder), remove: () => rmSync(project, { recursive: true }) };
}

/** Runs npm without a network and without its own notices. */
export function npm(args: readonly string[], cwd: string): string {
  const env = { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}
