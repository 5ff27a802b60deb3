// Joins src to few files in dist: a thousand modules, each looked for and read by itself, take longer to start than a
// small cluster takes to read. What an earlier build left there is taken away first: a package must not carry dead files.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import manifest from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
const bundle = await rolldown({
  cwd: ROOT,
  input: { main: join(ROOT, 'src/cli/main.ts') },
  platform: 'node',
  // Those that npm installs stay outside.
  external: Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
});
await bundle.write({
  dir: join(ROOT, 'dist'),
  format: 'esm',
  entryFileNames: 'cli/[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
});
await bundle.close();
