import { createGunzip } from 'node:zlib';

/** A stream of bytes of which the beginning was looked at. */
export interface Peeked {
  readonly start: Buffer;
  /** All bytes, the beginning included. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** Looks at the first bytes of a stream, at least `wanted` of them if there are so many. */
export async function peek(bytes: AsyncIterable<Buffer>, wanted: number): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let length = 0;
  let done = false;
  while (length < wanted && !done) {
    const next = await iterator.next();
    if (next.done) done = true;
    else {
      read.push(next.value);
      length += next.value.length;
    }
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* read;
    while (!done) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { start: Buffer.concat(read), bytes: all() };
}

/** True for the first two bytes of gzip. */
export function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** True for a tar archive: `ustar` stands at byte 257 of its first header. */
export function isTar(start: Buffer): boolean {
  return start.subarray(257, 262).toString('latin1') === 'ustar';
}

/** Unpacks gzip. Errors of the source and of the format reach whoever reads. */
export async function* gunzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacker = createGunzip();
  const feeding = feed(bytes, unpacker);
  yield* unpacker;
  await feeding;
}

async function feed(bytes: AsyncIterable<Buffer>, into: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of bytes) {
      if (!into.write(chunk)) await drained(into);
      if (into.destroyed) return;
    }
    into.end();
  } catch (thrown) {
    into.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
}

/** Waits until there is room again, or until nobody reads any more. */
function drained(into: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      into.off('drain', done).off('close', done);
      resolve();
    };
    into.on('drain', done).on('close', done);
  });
}

/** Splits text into lines, however the bytes are cut. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    const last = parts.pop() ?? '';
    for (const [index, part] of parts.entries()) yield index === 0 ? rest + part : part;
    rest = parts.length > 0 ? last : rest + last;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
