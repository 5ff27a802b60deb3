/** A range of addresses with exceptions, as a NetworkPolicy names it. */
export interface IpBlock {
  readonly cidr?: string | undefined;
  readonly except?: readonly string[] | undefined;
}

/** True if the block holds the address; null where one of them cannot be read. An address of the other family is outside. */
export function ipBlockHolds({ cidr = '', except = [] }: IpBlock, address: string): boolean | null {
  const inside = rangeHolds(cidr, address);
  if (inside !== true) return inside;
  const outside = except.map((range) => rangeHolds(range, address));
  if (outside.includes(true)) return false;
  return outside.includes(null) ? null : true;
}

function rangeHolds(cidr: string, address: string): boolean | null {
  const [network = '', length = ''] = cidr.split('/');
  const range = parseAddress(network);
  const given = parseAddress(address);
  if (range === undefined || given === undefined || !/^\d{1,3}$/.test(length) || Number(length) > range.bits)
    return null;
  if (range.bits !== given.bits) return false;
  const shift = BigInt(range.bits - Number(length));
  return range.value >> shift === given.value >> shift;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) return parseV4(text);
  const [head = '', tail, ...more] = text.toLowerCase().split('::');
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const missing = 8 - (left?.length ?? 0) - (right?.length ?? 0);
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0n), ...right];
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | group, 0n) };
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

/** The 16-bit groups of one side of an IPv6 address; an IPv4 address at its end makes two of them. */
function groupsOf(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  for (const part of text.split(':')) {
    const v4 = part.includes('.') ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(v4.value >> 16n, v4.value & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
