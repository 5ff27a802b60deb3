import type { EngineKind } from './docker-facts.ts';

/**
 * Where an engine runs.
 *
 * @param product what the server calls itself: `Docker Desktop 4.40.0 (187762)`, or nothing
 * @param address where the client reaches it: `unix:///var/run/docker.sock`, or empty where it does not tell
 */
export function engineKind(product: string, address: string, platform: NodeJS.Platform): EngineKind {
  if (product.includes('Docker Desktop')) return 'desktop';
  if (isElsewhere(address)) return 'remote';
  // Containers are Linux's: on every other system they need a virtual machine.
  return platform === 'linux' ? 'native' : 'virtual-machine';
}

function isElsewhere(address: string): boolean {
  if (address.startsWith('ssh://')) return true;
  if (!/^(tcp|https?):\/\//.test(address)) return false;
  const host = URL.parse(address.replace(/^tcp:/, 'http:'))?.hostname ?? '';
  return !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}
