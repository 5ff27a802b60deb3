import { messageOf } from '../base/errors.ts';
import type { Delivery } from './receivers.ts';

/** Why something was not sent, and what to do. */
export interface Failure {
  readonly message: string;
  readonly hint: string;
  /** What the receiver answered with, where it did. */
  readonly status?: number;
}

/** How much of a receiver's own words a message repeats. */
const LONGEST_QUOTE = 200;

/** The receiver answered, and not with a yes. */
export function refused(delivery: Delivery, status: number, said: string): Failure {
  const words = quoted(said, delivery);
  const answer = `it answered ${status}${words === '' ? '' : `: ${words}`}`;
  return { message: `could not send ${delivery.what}: ${answer}`, hint: hintFor(status, delivery), status };
}

/** No answer came. `timeoutMs` is null where time was not the reason. */
export function unsent(delivery: Delivery, thrown: unknown, timeoutMs: number | null): Failure {
  const failed = (why: string, hint: string): Failure => ({
    message: `could not send ${delivery.what}: ${why}`,
    hint,
  });
  if (timeoutMs !== null) {
    return failed(`no answer within ${timeoutMs / 1_000} s`, 'give it longer with --request-timeout, or look at it');
  }
  const { code, reason } = causeOf(thrown);
  if (/CERT|SIGNATURE|ISSUER|SELF_SIGNED|ALTNAME/.test(code)) {
    return failed(
      `its certificate is not trusted (${code})`,
      'NODE_EXTRA_CA_CERTS=FILE adds the CA of your own; the name in the address must be one of the certificate',
    );
  }
  if (code === 'ERR_UNSAFE_TARGET') return failed(reason, 'give the address of a receiver that may be reached');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return failed('its name cannot be resolved', 'check the address');
  }
  if (code === 'ERR_PROXY_INVALID_CONFIG' || code === 'ERR_PROXY_TUNNEL') {
    return failed(`the proxy does not lead there (${code})`, 'check HTTPS_PROXY and NO_PROXY');
  }
  return failed(code === '' ? quoted(reason, delivery) : code, 'check the address, and that something listens there');
}

function hintFor(status: number, { variable }: Delivery): string {
  if ((status === 401 || status === 403) && variable === null) return 'give the address and the secret that it accepts';
  if (status === 401 || status === 403) {
    return `set ${variable}_TOKEN, or ${variable}_USERNAME and ${variable}_PASSWORD, to what it accepts`;
  }
  if (status >= 300 && status < 400) return 'redirects are not followed: give the address that it leads to';
  if (status === 404 || status === 405) return 'give the address without the path of its API';
  return 'look at its log';
}

/** For a name with several addresses each has an error of its own. */
function causeOf(thrown: unknown): { readonly code: string; readonly reason: string } {
  const first: unknown = thrown instanceof AggregateError ? (thrown.errors[0] ?? thrown) : thrown;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  return { code, reason: messageOf(first) };
}

/** On one line, without control characters, short, and without what proves who we are. */
function quoted(said: string, { credential, secrets = [] }: Delivery): string {
  let text = said.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  for (const secret of [...(credential?.secrets ?? []), ...secrets]) text = text.replaceAll(secret, '***');
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
}
