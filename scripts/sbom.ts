// Prints the bill of materials of what is installed for use, in CycloneDX. The same lock file gives the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');

const Component = z.looseObject({ 'bom-ref': z.string(), name: z.string() });
const Sbom = z.looseObject({
  serialNumber: z.string().optional(),
  metadata: z.looseObject({ timestamp: z.string().optional(), component: Component }),
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
const Package = z.object({ name: z.string() });

process.stdout.write(`${JSON.stringify(withoutRun(Sbom.parse(JSON.parse(fromNpm()))), null, 2)}\n`);

function fromNpm(): string {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev'];
  const options = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] } as const;
  // On Windows npm is a script, which only a shell starts.
  return execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Takes out what changes from run to run: the serial number, the time, the folder's name and the order. */
function withoutRun({ serialNumber: _serial, metadata, components, dependencies, ...rest }: z.infer<typeof Sbom>) {
  const { timestamp: _time, component, ...about } = metadata;
  const { name } = Package.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  return {
    ...rest,
    metadata: { ...about, component: { ...component, name } },
    components: components.toSorted((left, right) => byText(left['bom-ref'], right['bom-ref'])),
    dependencies: dependencies
      .map((entry) => ({ ...entry, dependsOn: entry.dependsOn?.toSorted(byText) }))
      .toSorted((left, right) => byText(left.ref, right.ref)),
  };
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
