import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { certificateAdvice, isCertificateError } from './certificate-error.ts';
import type { Endpoint } from './endpoint.ts';

/** A request to which no whole answer came. */
export class Unanswered extends MekhanikubeError {
  /** In a few words, for where one kind is concerned: `connection reset`. */
  readonly reason: string;
  /** True where the next attempt may well go better. */
  readonly transient: boolean;
  /** True where the whole request went out: the server may have done what it asks. */
  wasSent = false;

  constructor(endpoint: Endpoint, words: Words, cause: unknown) {
    super('cluster-unreadable', `the API server at ${endpoint.label} ${words.sentence}`, { hint: words.hint, cause });
    this.reason = words.reason;
    this.transient = words.transient;
  }
}

interface Words {
  readonly reason: string;
  readonly sentence: string;
  readonly hint: string;
  readonly transient: boolean;
}

/** The request took longer than it may. */
export function timedOut(endpoint: Endpoint): Unanswered {
  const seconds = endpoint.requestTimeoutMs / 1000;
  const words: Words = {
    reason: `no answer within ${seconds} s`,
    sentence: `did not answer within ${seconds} s`,
    hint: 'is a VPN or firewall in the way? Give it longer with --request-timeout 2m',
    transient: false,
  };
  return new Unanswered(endpoint, words, undefined);
}

/** The answer ended before its time. */
export function cutShort(endpoint: Endpoint, cause?: unknown): Unanswered {
  return new Unanswered(endpoint, CUT_SHORT, cause);
}

/** Puts what Node's network code threw into words. */
export function unanswered(endpoint: Endpoint, thrown: unknown): Unanswered {
  const code = codeOf(thrown);
  const host = endpoint.server.hostname;
  if (isCertificateError(code)) {
    return new Unanswered(endpoint, { ...certificateAdvice(code, thrown, endpoint), transient: false }, thrown);
  }
  const known = code.startsWith('HPE_') ? noHttp : WORDS[code];
  if (known !== undefined) return new Unanswered(endpoint, known(host), thrown);
  const text = messageOf(thrown).slice(0, 200);
  const viaProxy = /^Bad response: (\d+)$|^Proxy|[Ss]ocks/.test(text);
  const sentence = viaProxy ? `cannot be reached through its proxy: ${text}` : `cannot be reached: ${text || code}`;
  const hint = viaProxy
    ? 'see proxy-url of the cluster in the kubeconfig, HTTPS_PROXY and NO_PROXY'
    : 'see whether kubectl reaches it: kubectl version';
  return new Unanswered(endpoint, { reason: text || code, sentence, hint, transient: true }, thrown);
}

const CUT_SHORT: Words = {
  reason: 'the answer was cut short',
  sentence: 'broke off in the middle of an answer',
  hint: 'is something between here and the server closing connections? Try again, or with a longer --request-timeout',
  transient: true,
};

const RESET: Words = {
  reason: 'connection reset',
  sentence: 'closed the connection without an answer',
  hint: 'is it an API server that listens there, and is it healthy? Try: kubectl get --raw /readyz',
  transient: true,
};

const NO_TLS: Words = {
  reason: 'no TLS',
  sentence: 'does not speak TLS',
  hint: 'see that the server address in the kubeconfig has the right port, and http or https as it should be',
  transient: false,
};

const NO_ROUTE: Words = {
  reason: 'no route to the server',
  sentence: 'cannot be reached: no route to it',
  hint: 'is the network or the VPN up? See the server address: kubectl config view --minify',
  transient: true,
};

const WORDS: Readonly<Record<string, (host: string) => Words>> = {
  ECONNREFUSED: () => ({
    reason: 'connection refused',
    sentence: 'refuses connections',
    hint: 'is the cluster running? See the server address: kubectl config view --minify',
    transient: true,
  }),
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNRESET: () => RESET,
  EPIPE: () => RESET,
  ERR_STREAM_PREMATURE_CLOSE: () => CUT_SHORT,
  Z_BUF_ERROR: () => CUT_SHORT,
  Z_DATA_ERROR: () => CUT_SHORT,
  ETIMEDOUT: () => ({
    ...NO_ROUTE,
    reason: 'connection timed out',
    sentence: 'cannot be reached: connecting timed out',
  }),
  EHOSTUNREACH: () => NO_ROUTE,
  ENETUNREACH: () => NO_ROUTE,
  EPROTO: () => NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: () => NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: () => NO_TLS,
};

/** Codes that begin with HPE are those of Node's HTTP parser. */
function noHttp(): Words {
  return { ...NO_TLS, reason: 'no HTTP', sentence: 'does not speak HTTP' };
}

function unknownHost(host: string): Words {
  return {
    reason: 'unknown host',
    sentence: `cannot be reached: the name ${host} does not resolve`,
    hint: 'is the network or the VPN up, and the name right? See it: kubectl config view --minify',
    transient: true,
  };
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
