import { lookup as resolve } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where a message may go. */
export interface Reach {
  /** True where the operator has said that the receiver stands in the own network, or on this machine. */
  readonly allowPrivate: boolean;
}

/** Resolves a name to all its addresses. */
export type Resolve = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

type Address = ReturnType<typeof ipaddr.process>;

/** Ranges of addresses that are somebody's own network. */
const PRIVATE: ReadonlySet<string> = new Set(['private', 'uniqueLocal', 'loopback', 'carrierGradeNat']);

/** Where clouds hand out credentials, but for the link-local addresses, which are refused as such. */
const METADATA: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '168.63.129.16']);
const METADATA_NAME =
  /^(metadata|metadata\.goog|([^.]+\.)*metadata\.google\.internal|instance-data(\.ec2\.internal)?)$/;

/** A receiver that nothing is sent to. */
class UnsafeTarget extends Error {
  readonly code = 'ERR_UNSAFE_TARGET';
}

/**
 * Why nothing is sent to an address: it is of the machine or the cloud itself, of no single host, or of the own network
 * where that was not allowed. Null for an address that may be reached.
 *
 * IPv4 in the clothes of IPv6 is judged as what it is.
 */
export function addressObjection(address: string, { allowPrivate }: Reach): string | null {
  let plain: Address;
  try {
    plain = ipaddr.process(address.replace(/%.*$/, ''));
  } catch {
    return 'it is no address';
  }
  const range = plain.range();
  const embedded = range === 'rfc6052' ? nat64(plain.toByteArray()) : null;
  if (embedded !== null) return addressObjection(embedded, { allowPrivate });
  if (METADATA.has(plain.toString())) return 'it hands out the credentials of the machine';
  if (range === 'unicast') return isCompatible(plain) ? 'it hides an IPv4 address' : null;
  const what = `its address is ${range.replace(/([A-Z])/g, ' $1').toLowerCase()}`;
  if (!PRIVATE.has(range)) return what;
  return allowPrivate ? null : `${what}, and the channel does not say allowPrivate`;
}

/** Why nothing is sent to a host as the address of a channel names it; null where that has to be looked up, or is fine. */
export function hostObjection(hostname: string, reach: Reach): string | null {
  const name = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (METADATA_NAME.test(name)) return 'it hands out the credentials of the machine';
  return isIP(name) === 0 ? null : addressObjection(name, reach);
}

/**
 * A `lookup` for a request: the address that is connected to is the one that was judged, so a name cannot change its
 * mind between. One bad address among several refuses all.
 */
export function safeLookup(reach: Reach, resolveAll: Resolve = systemResolve): LookupFunction {
  return (hostname, options, callback) => {
    const failed = (error: Error) => callback(error, '', 0);
    resolveAll(hostname).then((addresses) => {
      const bad = addresses.flatMap(({ address }) => addressObjection(address, reach) ?? []);
      const [first] = addresses;
      if (first === undefined) return failed(new UnsafeTarget('it has no address'));
      if (bad[0] !== undefined) return failed(new UnsafeTarget(bad[0]));
      return options.all === true ? callback(null, [...addresses]) : callback(null, first.address, first.family);
    }, failed);
  };
}

function systemResolve(hostname: string): ReturnType<Resolve> {
  return resolve(hostname, { all: true });
}

/** `::a.b.c.d`, which nobody has used for long. */
function isCompatible(address: Address): boolean {
  return (
    address.kind() === 'ipv6' &&
    address
      .toByteArray()
      .slice(0, 12)
      .every((byte) => byte === 0)
  );
}

/** The IPv4 address in one of the well-known prefix for NAT64; null for another prefix. */
function nat64(bytes: readonly number[]): string | null {
  return bytes.slice(4, 12).every((byte) => byte === 0) ? bytes.slice(-4).join('.') : null;
}
