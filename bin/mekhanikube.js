#!/usr/bin/env node
// Nothing here may use syntax or modules that an old Node lacks: its one task there is to say so.
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `mekhanikube needs Node 22.22 or newer; this is ${process.versions.node}.\n` +
      'Install a newer one, or run: npx -y -p node@24 -p mekhanikube mekhanikube\n',
  );
  process.exit(2);
}
nodeModule.enableCompileCache?.();
const { version } = nodeModule.createRequire(import.meta.url)('../package.json');
const { main } = await import('../dist/cli/main.js');
process.exitCode = await main(process.argv, version);
