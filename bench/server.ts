// Serves the pages of the synthetic cluster over HTTP, as an API server would: gzip, limit, continue.
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ALL_KINDS, KINDS } from '../src/kube/kinds.ts';
import type { Kind } from '../src/kube/object.ts';
import { objectsOf, PAGE, pathOf, type Size } from './synthetic.ts';

interface Index {
  readonly pages: Readonly<Record<string, number>>;
  readonly objects: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/** Writes the pages once, zipped as an API server zips (level 1), and remembers how many there are. */
export function prepare(folder: string, size: Size): Index {
  const done = join(folder, 'index.json');
  if (existsSync(done)) return JSON.parse(readFileSync(done, 'utf8'));
  mkdirSync(folder, { recursive: true });
  const pages: Record<string, number> = {};
  const objects: Record<string, number> = {};
  let bytes = 0;
  for (const kind of ALL_KINDS) {
    let items: string[] = [];
    let page = 0;
    const total = { count: 0 };
    const flush = (last: boolean): void => {
      const metadata = { resourceVersion: '123456789', ...(last ? {} : { continue: String(page + 1) }) };
      const text = `{"kind":"${kind}List","apiVersion":"${KINDS[kind].apiVersion}","metadata":${JSON.stringify(metadata)},"items":[${items.join(',')}]}`;
      bytes += text.length;
      writeFileSync(pageFile(folder, kind, page), gzipSync(text, { level: 1 }));
      page++;
      items = [];
    };
    for (const object of objectsOf(kind, size)) {
      if (items.length === PAGE) flush(false);
      items.push(JSON.stringify(object));
      total.count++;
    }
    flush(true);
    pages[kind] = page;
    objects[kind] = total.count;
  }
  const index = { pages, objects, bytes };
  writeFileSync(`${done}.tmp`, JSON.stringify(index));
  renameSync(`${done}.tmp`, done);
  return index;
}

function pageFile(folder: string, kind: Kind, page: number): string {
  return join(folder, `${kind}-${page}.json.gz`);
}

if (import.meta.main) {
  const folder = process.argv[2] ?? '';
  const kinds = new Map(ALL_KINDS.map((kind) => [pathOf(kind), kind]));
  let requests = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    if (url.pathname === '/__requests') {
      response.end(String(requests));
      requests = 0;
      return;
    }
    requests++;
    if (url.pathname === '/version') {
      response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.34.4"}');
      return;
    }
    const kind = kinds.get(url.pathname);
    const file = kind === undefined ? '' : pageFile(folder, kind, Number(url.searchParams.get('continue') ?? 0));
    if (!existsSync(file)) {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"kind":"Status","code":404,"reason":"NotFound"}');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
  });
}
