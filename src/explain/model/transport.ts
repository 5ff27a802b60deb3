import { ModelError, modelError, quote } from './failure.ts';
import type { Guard } from './guarded-fetch.ts';

/** Codes of Node and of its fetch for a connection that broke after it was made. */
const BROKEN = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
/** Node's fetch has time limits of its own, which nothing here can raise. */
const LATE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** What a failure of the connection means, `before` the answer began or `during` it. */
export function transportError(
  thrown: unknown,
  guard: Pick<Guard, 'who' | 'signal'>,
  when: 'before' | 'during',
): ModelError {
  if (guard.signal.aborted) return modelError('interrupted', `the request to ${guard.who} was stopped`);
  if (thrown instanceof ModelError) return thrown;
  const { code, reason } = causeOf(thrown);
  if (LATE.has(code)) return modelError('timeout', `${guard.who} did not answer in time`);
  if (reason === 'unexpected redirect') {
    return modelError('refused', `${guard.who} answered with a redirect, which is not followed`, REDIRECT_HINT);
  }
  if (when === 'during' || BROKEN.has(code)) {
    return modelError('cut-off', `the connection to ${guard.who} ended in the middle of an answer`);
  }
  return modelError('unreachable', `${guard.who} cannot be reached (${code === '' ? quote(reason) : code})`);
}

const REDIRECT_HINT = 'Give the address that it leads to, if you trust it';

/** Node's fetch says only `fetch failed`; the cause knows more, and for a name with several addresses it has causes itself. */
function causeOf(thrown: unknown): { readonly code: string; readonly reason: string } {
  const outer = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = outer.cause instanceof Error ? outer.cause : outer;
  const deepest: unknown = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause;
  const code = deepest instanceof Error && 'code' in deepest ? String(deepest.code) : '';
  return { code, reason: deepest instanceof Error ? deepest.message : String(deepest) };
}
