import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { takeText } from '../api/bytes.ts';
import type { Api } from '../api/client.ts';
import type { Refusal } from '../api/reply.ts';
import { withoutManagedFields } from './managed-fields.ts';

/** The API's own default for chunks in kubectl. */
const PAGE = 500;

/** Where a list is, and how to ask for it. */
export interface ListRequest {
  /** Like `/apis/apps/v1/deployments`. */
  readonly path: string;
  readonly fieldSelector?: string | undefined;
  readonly accept?: string | undefined;
  /** True where somebody reads who wrote what, and when. */
  readonly managedFields?: boolean | undefined;
}

/** One page of a list, as far as all lists agree. */
const Page = z.object({
  metadata: z.object({ continue: z.string().optional(), remainingItemCount: z.number().optional() }).optional(),
  items: z.array(z.unknown()).nullish(),
});

/** What a page holds, and how many objects are to come, where the server says. */
export type TakePage = (items: readonly unknown[], remaining: number | null) => void;

/**
 * Reads a list page by page and hands each page over as it arrives.
 *
 * While a page is parsed, the next is already on its way: of two pages, no more than one is ever parsed at a time.
 *
 * @returns null once the list was read whole
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function listPages(
  api: Api,
  request: ListRequest,
  signal: AbortSignal,
  take: TakePage,
): Promise<Refusal | null> {
  const ask = (token: string) => api.get(pathOf(request, token), signal, request.accept);
  let token = '';
  let pending = ask(token);
  for (;;) {
    const reply = await pending;
    if (reply.state !== 'ok') return reply;
    const text = takeText(request.managedFields ? reply.body : withoutManagedFields(reply.body));
    const ahead = continueIn(text);
    const next = ahead === null ? null : ask(ahead);
    // Its failure is met when its turn comes; if that never comes, it is of no interest.
    next?.catch(() => {});
    // Parsing holds everything up: let the request leave first.
    await turn();
    const page = Page.safeParse(parsed(text));
    if (!page.success) return { state: 'failed', reason: 'sent a list that is none' };
    const { metadata, items } = page.data;
    take(items ?? [], metadata?.remainingItemCount ?? null);
    const following = metadata?.continue ?? '';
    if (following === '') return null;
    if (following === token) return { state: 'failed', reason: 'the list does not get on' };
    token = following;
    pending = next !== null && ahead === token ? next : ask(token);
  }
}

function pathOf({ path, fieldSelector }: ListRequest, token: string): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (fieldSelector !== undefined) query.set('fieldSelector', fieldSelector);
  if (token !== '') query.set('continue', token);
  return `${path}?${query}`;
}

/** The token for the next page, if it stands where API servers write it: before the items. */
function continueIn(text: string): string | null {
  return /^[^[]*?"continue":"([^"\\]+)"/.exec(text.slice(0, 4096))?.[1] ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
