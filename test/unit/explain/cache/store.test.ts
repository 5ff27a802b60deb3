import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Entry, openStore, type Store } from '../../../../src/explain/cache/store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-cache-'));
  store = openStore(join(folder, 'explanations'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (change: Partial<Entry> = {}): Entry => ({
  version: 1,
  check: 'image-not-found',
  model: 'qwen3:4b-instruct',
  language: 'English',
  created: '2026-01-10T12:00:00.000Z',
  answer: {
    cause: 'C1',
    object: 0,
    evidence: ['E1'],
    fixes: ['F1'],
    words: { summary: ['Pod ⟦0⟧ waits.'], why: [], unknowns: [] },
    dropped: 0,
  },
  translation: null,
  refused: null,
  ...change,
});

test('gives back what was put there, and nothing for another key', async () => {
  await store.put('a', entry());
  expect(await store.get('a')).toEqual(entry());
  expect(await store.get('b')).toBeUndefined();
});

test('is only for its owner', async () => {
  await store.put('a', entry());
  expect(statSync(store.folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(store.folder, 'a.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(store.folder)).toEqual(['a.json']);
});

test.each(['', '{', '[]', '{"version":2}', JSON.stringify({ ...entry(), answer: { words: 'x' } })])(
  'a file that is no entry is not there: %s',
  async (text) => {
    await store.put('a', entry());
    writeFileSync(join(store.folder, 'a.json'), text);
    expect(await store.get('a')).toBeUndefined();
    expect(await store.list()).toEqual([]);
  },
);

test('lists oldest first, says which were refused, and clears all', async () => {
  await store.put('b', entry({ created: '2026-01-11T12:00:00.000Z', answer: null, refused: 'no' }));
  await store.put('a', entry());
  const listed = await store.list();
  expect(listed.map(({ key, refused }) => [key, refused])).toEqual([
    ['a', false],
    ['b', true],
  ]);
  expect(await store.clear()).toBe(2);
  expect(await store.list()).toEqual([]);
});

test('forgets what is older than a month', async () => {
  await store.put('old', entry());
  await store.put('new', entry({ created: '2026-02-20T12:00:00.000Z' }));
  await store.prune(Date.parse('2026-02-21T00:00:00Z'));
  expect((await store.list()).map(({ key }) => key)).toEqual(['new']);
});

test('has nothing where there is no folder', async () => {
  expect(await store.list()).toEqual([]);
  expect(await store.clear()).toBe(0);
});
