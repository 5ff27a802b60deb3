import { promisify } from 'node:util';
import { gunzip, type ZlibOptions } from 'node:zlib';

// Memory outside of V8's heap brings its collector on: with a few large buffers a page, it would go through all
// objects of the snapshot every other page. So large buffers are few, and given back at once.

const gunzipped = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

const SMALLEST = 1 << 14;
const LARGEST = 1 << 26;

/** Unzips a body into one buffer that is just as large as it must be, if the body's own word is good. */
export async function unzip(body: Buffer): Promise<Buffer> {
  // https://www.rfc-editor.org/rfc/rfc1952#page-8: the last four bytes are the length of what was zipped.
  const length = body.length < 4 ? 0 : body.readUInt32LE(body.length - 4);
  // One byte more, or zlib would make a second buffer to see whether something is left.
  return await gunzipped(body, { chunkSize: Math.min(LARGEST, Math.max(SMALLEST, length + 1)) });
}

/** Longer strings are made outside of V8's heap. */
const PIECE = 900_000;
const CONTINUATION_MASK = 0xc0;
const CONTINUATION = 0x80;

/** The text of a UTF-8 buffer that belongs to nobody else; the buffer is of no use afterwards. */
export function takeText(buffer: Buffer): string {
  let text = '';
  for (let start = 0; start < buffer.length; ) {
    let end = Math.min(start + PIECE, buffer.length);
    // Not through the middle of a character.
    while (end < buffer.length && ((buffer[end] ?? 0) & CONTINUATION_MASK) === CONTINUATION) end--;
    text += buffer.toString('utf8', start, end);
    start = end;
  }
  // A small one may be a part of Node's pool, which others use.
  if (buffer.buffer.byteLength > PIECE && buffer.buffer instanceof ArrayBuffer) buffer.buffer.transfer(0);
  return text;
}
