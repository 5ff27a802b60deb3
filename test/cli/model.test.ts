import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explanation, honest } from '../support/answers.ts';
import { type Ended, run } from '../support/cli.ts';
import { type FakeModel, startFakeModel } from '../support/fake-model/index.ts';

let folder: string;
let server: FakeModel;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-model-'));
  server = await startFakeModel({
    models: ['fake:1b', 'other:3b'],
    script: (request, index) =>
      index % 2 === 0 ? honest(request) : explanation(request, { summary: 'The node falcon-7 is down.' }),
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function model(...args: string[]): Promise<Ended> {
  return run(['model', ...args], { env: { OLLAMA_HOST: server.url, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder } });
}

describe('model list', () => {
  test('prints a row for each', async () => {
    expect((await model('list')).stdout).toBe(
      [
        'NAME      SIZE  PARAMETERS  QUANTIZATION',
        'fake:1b   1 MB  1B          Q4_K_M        loaded',
        'other:3b  1 MB  1B          Q4_K_M        loaded',
        '',
      ].join('\n'),
    );
  });

  test('prints JSON', async () => {
    const { stdout } = await model('list', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'fake:1b', sizeBytes: 1_000_000 }, { name: 'other:3b' }]);
  });

  test('says where it looked if nobody answers', async () => {
    const { code, stdout, stderr } = await run(['model', 'list'], { env: { OLLAMA_HOST: '127.0.0.1:9' } });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^error: Ollama at http:\/\/127\.0\.0\.1:9 .*\n {2}\S.*OLLAMA_HOST\n$/);
  });
});

describe('model recommend', () => {
  test('names a model and why, and how to get it; a server is not needed', async () => {
    const { code, stdout } = await run(['model', 'recommend'], { env: { OLLAMA_HOST: '127.0.0.1:9' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^machine {3}.* of memory, \d+ cores, .*\nmodel {5}\S+: .*\nwhy {7}.*\n/);
    const { stdout: json } = await model('recommend', '-o', 'json');
    expect(JSON.parse(json)).toMatchObject({ machine: { cores: expect.any(Number) }, reason: expect.any(String) });
  });
});

describe('model bench', () => {
  test('counts what holds', async () => {
    const { code, stdout } = await model('bench', 'fake:1b', '--findings', '6', '-q', '-o', 'json');
    expect(code).toBe(0);
    const [result] = JSON.parse(stdout);
    expect(result).toMatchObject({ model: 'fake:1b', asked: 6, valid: 6, memoryBytes: 1_000_000, failure: null });
    expect(result.verified).toBeGreaterThan(0);
    expect(result.droppedSentences).toBeGreaterThanOrEqual(3);
    expect(server.questions).toHaveLength(6);
  });

  test('tries all that are installed, and prints a table', async () => {
    const { stdout, stderr } = await model('bench', '--findings', '2', '-q');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^MODEL {5}VALID .*\nfake:1b {3}2 of 2 .*\nother:3b {2}2 of 2 /);
  });

  test.each([
    [['bench', 'none:1b'], 4, 'none:1b'],
    [['bench', '--findings', 'many'], 2, '--findings: "many"'],
  ] as const)('bad input gets one clear error: %s', async (args, expected, message) => {
    const { code, stdout, stderr } = await model(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toContain(message);
  });
});

describe('model pull', () => {
  let pulling: Server;
  afterEach(() => pulling.close());

  async function serve(lines: readonly object[]): Promise<string> {
    pulling = createServer((request, response) => {
      response.setHeader('content-type', 'application/x-ndjson');
      if (request.url === '/api/pull') for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
      response.end();
    });
    await new Promise<void>((resolve) => pulling.listen(0, '127.0.0.1', resolve));
    const address = pulling.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  test('says on standard output that it is there, and its size; all else goes to standard error', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const host = await serve([
      { status: 'pulling manifest' },
      { status: `pulling ${digest}`, digest, total: 5_000_000, completed: 5_000_000 },
      { status: 'success' },
    ]);
    const { code, stdout, stderr } = await run(['model', 'pull', 'localhost:9/x/fake:1b', '--insecure'], {
      env: { OLLAMA_HOST: host },
    });
    expect([code, stdout]).toEqual([0, 'localhost:9/x/fake:1b is installed (5 MB).\n']);
    expect(stderr).toContain('pulling manifest');
  });

  test('an error in the stream is an error', async () => {
    const host = await serve([{ status: 'pulling manifest' }, { error: 'pull model manifest: file does not exist' }]);
    const { code, stdout, stderr } = await run(['model', 'pull', 'localhost:9/x/fake:1b', '--insecure', '-q'], {
      env: { OLLAMA_HOST: host },
    });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^error: .*file does not exist/);
  });

  test.each(['', 'a b', '../x', 'http://x/y'])('"%s" is no name of a model', async (name) => {
    const host = await serve([]);
    const { code, stdout } = await run(['model', 'pull', name], { env: { OLLAMA_HOST: host } });
    expect([code, stdout]).toEqual([2, '']);
  });
});
