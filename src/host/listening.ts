import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** On which addresses of this machine somebody listens on a port. `unknown` where the system does not tell. */
export type Listening = 'loopback-only' | 'beyond-loopback' | 'nobody' | 'unknown';

/** The state of a socket that listens. @see https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTEN = '0A';

/**
 * Looks where a port is listened on, as containers on a bridge reach only what listens beyond the loopback.
 *
 * @param folder where Linux lists its sockets
 */
export async function listeningOn(port: number, folder = '/proc/net'): Promise<Listening> {
  const texts = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  if (texts.every((text) => text === '')) return 'unknown';
  const addresses = texts.flatMap((text) => listeners(text, port));
  if (addresses.length === 0) return 'nobody';
  return addresses.every(isLoopback) ? 'loopback-only' : 'beyond-loopback';
}

/** The addresses in hexadecimal, each group of four bytes backwards. */
function listeners(table: string, port: number): readonly string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
    .map(([, local]) => local?.split(':')[0] ?? '');
}

function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F');
  return address === '00000000000000000000000001000000' || /^0{16}FFFF0000.{6}7F$/.test(address);
}
