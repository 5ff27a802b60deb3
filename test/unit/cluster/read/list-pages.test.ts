import { describe, expect, it } from 'vitest';
import type { Api } from '../../../../src/cluster/api/client.ts';
import { listPages } from '../../../../src/cluster/read/list-pages.ts';

/** An API whose pages are text, by continue token. */
function apiOf(pages: Readonly<Record<string, string>>): Api & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    get: async (path) => {
      const token = new URLSearchParams(path.split('?')[1]).get('continue') ?? 'first';
      asked.push(token);
      const body = Buffer.from(pages[token] ?? '{"items":[]}');
      return { state: 'ok', body, servedAt: null };
    },
  };
}

async function list(pages: Readonly<Record<string, string>>) {
  const api = apiOf(pages);
  const items: unknown[] = [];
  const refusal = await listPages(api, { path: '/pods' }, new AbortController().signal, (page) => {
    items.push(...page);
  });
  return { items, refusal, asked: api.asked };
}

describe('listPages', () => {
  it('finds the next page wherever its token stands', async () => {
    const { items, asked, refusal } = await list({
      first: '{"metadata":{"continue":"b"},"items":[1]}',
      b: '{"items":[2],"metadata":{"continue":"c"}}',
      c: '{"items":null,"metadata":{}}',
    });
    expect({ items, asked, refusal }).toEqual({ items: [1, 2], asked: ['first', 'b', 'c'], refusal: null });
  });

  it('is not misled by a token in an object', async () => {
    const { items, asked } = await list({ first: '{"metadata":{},"items":[{"a":{"continue":"x"}}]}' });
    expect(asked).toEqual(['first']);
    expect(items).toHaveLength(1);
  });

  it('asks for the next page before it parses this one', async () => {
    const order: string[] = [];
    const api = apiOf({ first: '{"metadata":{"continue":"b"},"items":[1]}', b: '{"items":[2]}' });
    const noting: Api = {
      get: (path, signal) => {
        order.push(path.includes('continue') ? 'ask for second' : 'ask for first');
        return api.get(path, signal);
      },
    };
    await listPages(noting, { path: '/pods' }, new AbortController().signal, (page) => {
      order.push(`take ${String(page[0])}`);
    });
    expect(order).toEqual(['ask for first', 'ask for second', 'take 1', 'take 2']);
  });

  it('ends a list that goes round in circles', async () => {
    const { refusal } = await list({
      first: '{"metadata":{"continue":"b"},"items":[]}',
      b: '{"metadata":{"continue":"b"},"items":[]}',
    });
    expect(refusal).toMatchObject({ state: 'failed' });
  });

  it.each(['{"items":{}}', '{"items":[}', '{"metadata":{"continue":1}}'])('takes %s for no list', async (text) => {
    expect((await list({ first: text })).refusal).toMatchObject({
      state: 'failed',
      reason: 'sent a list that is none',
    });
  });
});
