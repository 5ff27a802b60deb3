// Prints the bill of materials of what is needed at run time, in CycloneDX. The same lock file gives the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');

const Component = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const Sbom = z.looseObject({
  serialNumber: z.string().optional(),
  metadata: z.looseObject({ timestamp: z.string().optional(), component: Component }),
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const Package = z.object({ name: z.string(), dependencies: z.record(z.string(), z.string()) });

const manifest = Package.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
const sbom = Sbom.parse(JSON.parse(fromNpm()));
process.stdout.write(`${JSON.stringify(forUse(sbom), null, 2)}\n`);

/** All packages of the lock file. Its own `--omit dev` leaves out those that a development dependency needs as well. */
function fromNpm(): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  // On Windows npm is a script, which only a shell starts.
  const shell = process.platform === 'win32';
  return execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell });
}

/** Leaves out what is for development, and what changes from run to run: serial number, time, folder's name, order. */
function forUse({ serialNumber: _serial, metadata, components, dependencies, ...rest }: z.infer<typeof Sbom>) {
  const { timestamp: _time, component, ...about } = metadata;
  const own = component['bom-ref'];
  const direct = components.filter(({ name }) => Object.hasOwn(manifest.dependencies, name)).map(refOf);
  const edges = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn.toSorted(byText)]));
  edges.set(
    own,
    (edges.get(own) ?? []).filter((ref) => direct.includes(ref)),
  );
  const needed = reachable(own, edges);
  return {
    ...rest,
    metadata: { ...about, component: { ...component, name: manifest.name } },
    components: components.filter((entry) => needed.has(refOf(entry))).toSorted((a, b) => byText(refOf(a), refOf(b))),
    dependencies: [...needed].toSorted(byText).map((ref) => ({ ref, dependsOn: edges.get(ref) ?? [] })),
  };
}

function refOf(component: z.infer<typeof Component>): string {
  return component['bom-ref'];
}

function reachable(start: string, edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([start]);
  // What is added while it goes on comes up as well.
  for (const ref of found) for (const next of edges.get(ref) ?? []) found.add(next);
  return found;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
