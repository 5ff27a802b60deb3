/** Where a program says that it listens. */
export interface Listener {
  /** `127.0.0.1`, `0.0.0.0`; empty where it names none. */
  readonly address: string;
  readonly port: number;
  /** True where nobody outside of the pod reaches it. */
  readonly isLoopback: boolean;
  readonly line: string;
}

/** What a server says of itself once it is up. */
const SAYS =
  /\b(?:listen(?:s|ing|ed)?|running|serving|served|start(?:ed|ing)|bound|ready|accept(?:s|ing)?)\b(.{0,80})/i;
/** What the same words say of others, or of a port for something besides. */
const OF_OTHERS = /connect(?:ed|ing)? to|dial|refus|fail|error|cannot|unable|retr(?:y|ies)|upstream|backend|client/i;
const BESIDES = /metric|pprof|debug|admin|management|telemetry|profil/i;

const HOST = '127\\.0\\.0\\.1|localhost|\\[::1\\]|0\\.0\\.0\\.0|\\[::\\]|\\*';
/** `http://127.0.0.1:5000`, `0.0.0.0 port 8000`, `:8080`; a time of day has a digit before its colon. */
const ADDRESS = new RegExp(`(?:(${HOST})(?::| port )|(?<![\\w.\\]:]):)(\\d{2,5})(?![\\d.:])`, 'i');
/** `port 3000`, `port(s): 8080 (http)`, `port=8080`. */
const PORT = /\bport(?:s|\(s\))?[ :=]{1,2}(\d{2,5})\b/i;

/** The places at which a log says that its program listens, the newest last. */
export function listenersIn(lines: readonly string[]): readonly Listener[] {
  return lines.flatMap((line) => {
    const said = SAYS.exec(line)?.[1];
    if (said === undefined || OF_OTHERS.test(line)) return [];
    const [, address = '', port = PORT.exec(said)?.[1]] = ADDRESS.exec(said) ?? [];
    const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])$/i.test(address);
    return port === undefined ? [] : [{ address, port: Number(port), isLoopback, line }];
  });
}

/**
 * What a log says against a port at which nobody answers: that the program listens there for its own pod alone, or
 * at another port; undefined where it says neither, or both.
 */
export function listenerInsteadOf(port: number, lines: readonly string[]): Listener | undefined {
  const listeners = listenersIn(lines);
  const here = listeners.filter((one) => one.port === port);
  if (here.length > 0) return here.every(({ isLoopback }) => isLoopback) ? here.at(-1) : undefined;
  const others = listeners.filter(({ line }) => !BESIDES.test(line));
  return new Set(others.map((one) => one.port)).size === 1 ? others.at(-1) : undefined;
}
