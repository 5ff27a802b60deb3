import { gunzipSync } from 'node:zlib';

// Memory outside of V8's heap brings its collector on: with a few large buffers a page, it would go through all
// objects of the snapshot every other page. So large buffers are few, and given back at once.

const SMALLEST = 1 << 14;
const LARGEST = 1 << 26;

/**
 * Unzips a body into one buffer that is just as large as it must be, if the body's own word is good.
 *
 * `maxBytes` bounds what comes out, whatever the body says of itself.
 *
 * At once: handing a page to another thread and waiting for it takes longer.
 */
export function unzip(body: Buffer, maxBytes?: number): Buffer {
  // https://www.rfc-editor.org/rfc/rfc1952#page-8: the last four bytes are the length of what was zipped.
  const length = body.length < 4 ? 0 : body.readUInt32LE(body.length - 4);
  // One byte more, or zlib would make a second buffer to see whether something is left.
  const chunkSize = Math.min(LARGEST, Math.max(SMALLEST, length + 1));
  return gunzipSync(body, maxBytes === undefined ? { chunkSize } : { chunkSize, maxOutputLength: maxBytes });
}

/** Longer strings are made outside of V8's heap. */
const PIECE = 900_000;

/** The text of a UTF-8 buffer that belongs to nobody else; the buffer is of no use afterwards. */
export function takeText(buffer: Buffer): string {
  let text = '';
  for (let start = 0; start < buffer.length; ) {
    const end = characterEnd(buffer, Math.min(start + PIECE, buffer.length));
    text += buffer.toString('utf8', start, end);
    start = end;
  }
  // A small one may be a part of Node's pool, which others use.
  if (buffer.buffer.byteLength > PIECE && buffer.buffer instanceof ArrayBuffer) buffer.buffer.transfer(0);
  return text;
}

/** The last place up to `at` that is not in the middle of a character, of which the longest has four bytes. */
function characterEnd(buffer: Buffer, at: number): number {
  for (let end = at; end > at - 4; end--) {
    const isContinuation = end < buffer.length && ((buffer[end] ?? 0) & 0xc0) === 0x80;
    if (!isContinuation) return end;
  }
  return at;
}
