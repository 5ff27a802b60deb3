// The measure for everything else: fetch the same pages, unzip, JSON.parse, throw away.
import { Agent, get } from 'node:http';
import { createGunzip } from 'node:zlib';
import { mapBounded } from '../src/base/map-bounded.ts';
import { ALL_KINDS } from '../src/kube/kinds.ts';
import { PAGE, pathOf } from './synthetic.ts';

const base = process.argv[2] ?? '';
const agent = new Agent({ keepAlive: true });
await mapBounded(ALL_KINDS, 8, async (kind) => {
  for (let next: string | undefined = ''; next !== undefined; ) {
    const page: { metadata?: { continue?: string } } = JSON.parse(
      await text(`${base}${pathOf(kind)}?limit=${PAGE}${next === '' ? '' : `&continue=${next}`}`),
    );
    next = page.metadata?.continue;
  }
});
agent.destroy();

function text(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      const body = response.pipe(createGunzip());
      body
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        .on('error', reject);
    }).on('error', reject);
  });
}
