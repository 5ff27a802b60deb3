import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseModelName } from '../../../../src/explain/models/model-name.ts';
import { type PullProgress, pullModel } from '../../../../src/explain/models/pull-model.ts';

const { signal } = new AbortController();
const BASE = 'http://ollama:11434';
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

const LINES = [
  { status: 'pulling manifest' },
  { status: 'pulling aaa', digest: A, total: 4e9 },
  { status: 'pulling aaa', digest: A, total: 4e9, completed: 1e9 },
  { status: 'pulling bbb', digest: B, total: 100, completed: 100 },
  { status: 'pulling aaa', digest: A, total: 4e9, completed: 4e9 },
  { status: 'verifying\nsha256 digest' },
  { status: 'success' },
];

let asked: { url: string; body: unknown }[] = [];

beforeEach(() => {
  asked = [];
});

afterEach(() => vi.restoreAllMocks());

/** A server that streams the lines, and a registry that has a manifest or answers 404. */
function network(lines: readonly object[], manifest: object | null): typeof fetch {
  return async (input, init) => {
    const url = String(input);
    asked.push({ url, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
    if (url === `${BASE}/api/pull`) {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      return new Response(text, { headers: { 'content-type': 'application/x-ndjson' } });
    }
    return manifest === null ? new Response('no', { status: 404 }) : Response.json(manifest);
  };
}

const MANIFEST = { config: { digest: B, size: 100 }, layers: [{ digest: A, size: 4e9 }] };

function pull(lines: readonly object[], manifest: object | null, free: number | null, name = 'qwen3:4b-instruct') {
  const seen: PullProgress[] = [];
  const options = { signal, fetch: network(lines, manifest), freeBytes: async () => free };
  const done = pullModel(BASE, name, { ...options, onProgress: (progress) => seen.push(progress) });
  return { seen, done };
}

it('shows one entry for each layer, and what is needed and free before anything begins', async () => {
  const { seen, done } = pull(LINES, MANIFEST, 9e9);
  const layers = [
    { digest: A, totalBytes: 4e9, completedBytes: 4e9 },
    { digest: B, totalBytes: 100, completedBytes: 100 },
  ];
  expect(await done).toMatchObject({ status: 'success', layers });
  expect(seen[0]).toEqual({ status: 'starting', layers: [], neededBytes: 4e9 + 100, freeBytes: 9e9 });
  expect(seen.map((progress) => progress.status)).toContain('verifying sha256 digest');
  expect(seen[4]?.layers).toEqual([{ ...layers[0], completedBytes: 1e9 }, layers[1]]);
  expect(asked.map((request) => request.url)).toEqual([
    'https://registry.ollama.ai/v2/library/qwen3/manifests/4b-instruct',
    `${BASE}/api/pull`,
  ]);
});

it('does not begin where the disk is too small', async () => {
  const { done } = pull(LINES, MANIFEST, 3e9);
  await expect(done).rejects.toMatchObject({
    code: 'model-unavailable',
    message: 'qwen3:4b-instruct needs 4.0 GB where the server keeps its models, and 3.0 GB are free',
  });
  expect(asked).toHaveLength(1);
});

it('stops as soon as the stream tells more than the disk has, where the registry cannot be asked', async () => {
  const { seen, done } = pull(LINES, null, 3e9);
  await expect(done).rejects.toMatchObject({ code: 'model-unavailable', message: expect.stringContaining('4.0 GB') });
  expect(seen.map((progress) => progress.status)).toEqual(['starting', 'pulling manifest']);
  expect(seen[0]).toMatchObject({ neededBytes: null });
});

it('goes on where nobody knows what is free, and says so', async () => {
  const { seen, done } = pull(LINES, MANIFEST, null);
  expect(await done).toMatchObject({ status: 'success', freeBytes: null });
  expect(seen[0]).toMatchObject({ freeBytes: null });
});

it('needs only what is left of a layer that was begun', async () => {
  const lines = [{ status: 'pulling aaa', digest: A, total: 4e9, completed: 3e9 }, { status: 'success' }];
  expect(await pull(lines, null, 2e9).done).toMatchObject({ neededBytes: 1e9 });
});

it.each([
  [[{ status: 'pulling manifest' }, { error: 'pull model manifest:\nfile does not exist' }], 'file does not exist'],
  [[{ status: 'pulling manifest' }], 'has no end'],
  [[{ status: 3 }, { status: 'success' }], 'not what its API promises'],
])('fails with %j', async (lines, words) => {
  await expect(pull(lines, MANIFEST, 9e9).done).rejects.toMatchObject({
    code: 'model-unavailable',
    message: expect.stringContaining(words),
  });
});

it('is interrupted by its caller', async () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, fetch: network(LINES, null), freeBytes: async () => 9e9 };
  const done = pullModel(BASE, 'a', { ...options, onProgress: () => stop.abort() });
  await expect(done).rejects.toMatchObject({ code: 'interrupted' });
});

it('asks a registry without TLS only when allowed', async () => {
  const options = { signal, fetch: network(LINES, MANIFEST), freeBytes: async () => 9e9 };
  await pullModel(BASE, 'host:5000/me/model', { ...options, insecure: true });
  expect(asked[0]?.url).toBe('http://host:5000/v2/me/model/manifests/latest');
  expect(asked[1]?.body).toEqual({ name: 'host:5000/me/model', stream: true, insecure: true });
});

describe('the name of a model', () => {
  it.each([
    ['a', 'registry.ollama.ai', 'library/a', 'latest'],
    ['me/a:1b', 'registry.ollama.ai', 'me/a', '1b'],
    ['hf.co/me/a.b-GGUF:Q4_K_M', 'hf.co', 'me/a.b-GGUF', 'Q4_K_M'],
    ['127.0.0.1:5000/library/a:b', '127.0.0.1:5000', 'library/a', 'b'],
  ])('%s', (name, host, repository, tag) => {
    expect(parseModelName(name)).toEqual({ host, repository, tag });
  });

  it.each(['', 'a:', 'a:b:c', '../a', 'a/../b', 'a b', 'x/y/z/a', 'me@host/y/a', 'a?b', '--help'])(
    'is not %j',
    (name) => {
      expect(() => parseModelName(name)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});
