import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listeningOn } from '../../../src/host/listening.ts';
import { temporaryFolder } from '../../support/fake-api/kubeconfig.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const V6 = '0'.repeat(32);

function tables(tcp: readonly string[], tcp6: readonly string[] = []): string {
  const folder = temporaryFolder();
  const table = (rows: readonly string[]) =>
    [HEAD, ...rows.map((row, at) => `   ${at}: ${row} 00:00000000`), ''].join('\n');
  writeFileSync(join(folder, 'tcp'), table(tcp));
  writeFileSync(join(folder, 'tcp6'), table(tcp6));
  return folder;
}

// 6443 is 192B.
test.each([
  ['nobody', [], []],
  ['nobody', ['0100007F:1F90 00000000:0000 0A'], []],
  ['loopback-only', ['0100007F:192B 00000000:0000 0A'], []],
  ['loopback-only', ['0100007F:192B 00000000:0000 0A', '0A00000A:192B 0A00000B:9999 01'], []],
  ['loopback-only', [], ['00000000000000000000000001000000:192B 0:0000 0A']],
  ['loopback-only', [], ['0000000000000000FFFF00000100007F:192B 0:0000 0A']],
  ['beyond-loopback', ['00000000:192B 00000000:0000 0A'], []],
  ['beyond-loopback', ['0100007F:192B 00000000:0000 0A', '0101A8C0:192B 00000000:0000 0A'], []],
  ['beyond-loopback', [], [`${V6}:192B 0:0000 0A`]],
] as const)('%s listens: %j %j', async (listening, tcp, tcp6) => {
  expect(await listeningOn(6443, tables(tcp, tcp6))).toBe(listening);
});

test('does not know where there is no table', async () => {
  expect(await listeningOn(6443, temporaryFolder())).toBe('unknown');
});

test.runIf(process.platform === 'linux').each([
  ['127.0.0.1', 'loopback-only'],
  ['::', 'beyond-loopback'],
])('sees a real server at %s', async (host, listening) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await listeningOn(port)).toBe(listening);
});
