import type { Address } from '../../../src/cluster/reach/address.ts';
import { type Network, realNetwork } from '../../../src/cluster/reach/network.ts';

/** Dials for real, at the addresses that a test gives to names. */
export interface LoopbackNetwork extends Network {
  /** What was dialled, as the code under test knows it. */
  readonly dialled: readonly string[];
  readonly resolved: readonly string[];
}

/**
 * @param hosts where each name leads: an address of 127.0.0.0/8, where a server listens
 * @param ports the real one of a port that a test cannot listen on
 */
export function loopbackNetwork(
  hosts: Readonly<Record<string, string>> = {},
  { gateway = null, ports = {} }: { gateway?: string | null; ports?: Readonly<Record<number, number>> } = {},
): LoopbackNetwork {
  const real = realNetwork({ connectMs: 5_000, handshakeMs: 5_000 });
  const dialled: string[] = [];
  const resolved: string[] = [];
  return {
    dialled,
    resolved,
    resolve: async (host) => {
      resolved.push(host);
      const address = hosts[host];
      return address === undefined ? [] : [address];
    },
    dial: ({ host, port }: Address, handshake) => {
      dialled.push(`${host}:${port}`);
      return real.dial({ host, port: ports[port] ?? port }, handshake);
    },
    gateway: () => gateway,
  };
}
