import { pipeline, Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { ParsedFile } from './foreign.ts';
import { cutOff } from './own-format.ts';
import { parseDocuments } from './parse.ts';

/** Files of an archive that may hold objects: a support bundle also carries logs, which are passed over unread. */
const WANTED = /(^|\/)(cluster-resources\/[a-z-]+(\/[a-z0-9.-]+)?|cluster-info\/cluster_version)\.json$/;
const WANTED_ELSEWHERE = /\.(json|ya?ml)$/;

/** The parsed files of a tar archive. Nothing is written to disk. */
export async function filesOfTar(bytes: AsyncIterable<Buffer>): Promise<readonly ParsedFile[]> {
  const texts: { path: string; text: string; modifiedMs: number }[] = [];
  const archive = extract();
  // Errors of either side end the loop below: the callback itself has nothing left to tell.
  pipeline(Readable.from(bytes), archive, () => {});
  try {
    for await (const entry of archive) {
      const { name, type, mtime } = entry.header;
      const chunks: Buffer[] = [];
      const isFile = type === 'file' || type === undefined || type === null;
      const wanted = isFile && WANTED_ELSEWHERE.test(name);
      for await (const chunk of entry) if (wanted && Buffer.isBuffer(chunk)) chunks.push(chunk);
      if (wanted)
        texts.push({ path: name, text: Buffer.concat(chunks).toString('utf8'), modifiedMs: mtime?.getTime() ?? 0 });
    }
  } catch (thrown) {
    if (thrown instanceof Error && /unexpected end/i.test(thrown.message)) throw cutOff('the archive', thrown);
    throw thrown;
  }
  const isBundle = texts.some(({ path }) => WANTED.test(path));
  const files = isBundle ? texts.filter(({ path }) => WANTED.test(path)) : texts;
  return Promise.all(
    files.map(async ({ path, text, modifiedMs }) => ({
      path,
      documents: await parseDocuments(path, text),
      modifiedMs,
    })),
  );
}
