import { crc32 } from 'node:zlib';
import { sha256 } from '../state/canonical.ts';

/** Eight hexadecimal digits of the body's length, as many of its CRC-32, the body, a line break. */
const HEAD = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/;
const HEAD_BYTES = 18;
const LINE_BREAK = 0x0a;

/** No record comes near it. */
export const LARGEST_BODY = 1024 * 1024;

/** One frame as it was read, and where the next one begins. */
export interface Frame {
  readonly body: string;
  /** SHA-256 of the body: the next record names it. */
  readonly hash: string;
  readonly end: number;
}

/** The bytes of one frame. */
export function frameOf(body: string): Buffer {
  const bytes = Buffer.from(body);
  const head = `${hex(bytes.length)} ${hex(crc32(bytes))} `;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\n')]);
}

/** The frame that begins here, or undefined where none does. */
export function frameAt(bytes: Buffer, start: number): Frame | undefined {
  const head = HEAD.exec(bytes.toString('latin1', start, start + HEAD_BYTES));
  if (head === null) return undefined;
  const length = Number.parseInt(head[1] ?? '', 16);
  const bodyStart = start + HEAD_BYTES;
  const end = bodyStart + length + 1;
  if (length > LARGEST_BODY || end > bytes.length || bytes[end - 1] !== LINE_BREAK) return undefined;
  const body = bytes.subarray(bodyStart, end - 1);
  if (hex(crc32(body)) !== head[2]) return undefined;
  return { body: body.toString('utf8'), hash: sha256(body), end };
}

/** True where a whole frame begins anywhere behind this position: then what is broken there is no torn end. */
export function hasFrameAfter(bytes: Buffer, start: number): boolean {
  const behind = bytes.toString('latin1', start + 1);
  for (const { index } of behind.matchAll(/(?=[0-9a-f]{8} [0-9a-f]{8} \{)/g))
    if (frameAt(bytes, start + 1 + index) !== undefined) return true;
  return false;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}
