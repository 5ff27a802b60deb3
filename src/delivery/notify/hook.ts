import type { Channel } from './channels.ts';
import { type Occasion, type Posting, post } from './post.ts';

/** A hook of a policy: it is asked before, told after, or approves. */
export interface Hook {
  readonly channel: Channel;
  /** What becomes of the run where the hook cannot be asked. */
  readonly onError: 'Block' | 'Ignore';
}

/** What a hook says, in the form of a guard's verdict. */
export type HookVerdict =
  | { readonly allows: true; readonly note: string }
  | { readonly allows: false; readonly reason: string; readonly hint: string };

/** A hook that says no says it with one of these; anything else that is no yes is an error. */
const NO: ReadonlySet<number> = new Set([403, 409]);

/**
 * Asks a hook: 2xx is a yes, 403 and 409 are a no whatever `onError` says, and where it cannot be asked `onError`
 * decides.
 */
export async function callHook(
  { channel, onError }: Hook,
  payload: unknown,
  occasion: Occasion,
  posting: Posting,
): Promise<HookVerdict> {
  const failure = await post(channel, payload, occasion, posting);
  if (failure === null) return { allows: true, note: `hook ${channel.name} agrees` };
  const { status, hint } = failure;
  if (status !== undefined && NO.has(status)) {
    return {
      allows: false,
      reason: `hook ${channel.name} says no: ${failure.message}`,
      hint: 'ask whoever runs the hook',
    };
  }
  if (onError === 'Ignore') return { allows: true, note: `hook ${channel.name} was not heard: ${failure.message}` };
  return { allows: false, reason: `hook ${channel.name} was not heard: ${failure.message}`, hint };
}
