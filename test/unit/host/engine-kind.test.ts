import { expect, test } from 'vitest';
import { engineKind } from '../../../src/host/engine-kind.ts';

test.each([
  ['Docker Desktop 4.40.0 (187762)', 'unix:///var/run/docker.sock', 'linux', 'desktop'],
  ['Docker Desktop 4.40.0 (187762)', 'npipe:////./pipe/dockerDesktopLinuxEngine', 'win32', 'desktop'],
  ['Docker Engine - Community', 'unix:///var/run/docker.sock', 'linux', 'native'],
  ['', '', 'linux', 'native'],
  ['', 'tcp://127.0.0.1:2375', 'linux', 'native'],
  ['', 'tcp://[::1]:2375', 'linux', 'native'],
  ['Docker Engine - Community', 'unix:///Users/jane/.orbstack/run/docker.sock', 'darwin', 'virtual-machine'],
  ['Docker Engine - Community', 'ssh://jane@build', 'linux', 'remote'],
  ['Docker Engine - Community', 'tcp://build.example:2376', 'darwin', 'remote'],
] as const)('%j at %j on %s is %s', (product, address, platform, kind) => {
  expect(engineKind(product, address, platform)).toBe(kind);
});
