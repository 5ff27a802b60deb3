/** What a line of a log tells about why its program fails. */
export type LogPattern =
  | 'log-exec-format'
  | 'log-oom-runtime'
  | 'log-disk'
  | 'log-bind'
  | 'log-forbidden'
  | 'log-dns'
  | 'log-conn-refused'
  | 'log-timeout'
  | 'log-x509'
  | 'log-auth'
  | 'log-migration-lock'
  | 'log-env'
  | 'log-file'
  | 'log-panic';

/** In this order: "panic: dial tcp: connection refused" is a refused connection. */
const PATTERNS: readonly (readonly [LogPattern, RegExp])[] = [
  ['log-exec-format', /exec format error/i],
  [
    'log-oom-runtime',
    /java\.lang\.OutOfMemoryError|heap out of memory|^MemoryError\b|cannot allocate memory|std::bad_alloc|runtime: out of memory/i,
  ],
  ['log-disk', /no space left on device|disk quota exceeded/i],
  [
    'log-bind',
    /address already in use|EADDRINUSE|\bbind\b.{0,80}permission denied|listen EACCES|could not bind|failed to bind/i,
  ],
  // Structured logs escape the quotes.
  ['log-forbidden', /forbidden: User \\{0,3}"[^"\\]{1,300}\\{0,3}" cannot \w+/i],
  [
    'log-dns',
    /no such host|NXDOMAIN|EAI_AGAIN|ENOTFOUND|temporary failure in name resolution|name or service not known|could not translate host name|UnknownHostException|could not resolve host|nodename nor servname|\bbad address '/i,
  ],
  [
    'log-conn-refused',
    /connection refused|ECONNREFUSED|connect: no route to host|EHOSTUNREACH|\bMySQL server on .{1,300}\(1(?:11|13)\)/i,
  ],
  [
    'log-x509',
    /x509: |certificate (?:has expired|verify failed|is not valid)|CERT_HAS_EXPIRED|UNABLE_TO_VERIFY_LEAF|SSLHandshakeException|self[- ]signed certificate/i,
  ],
  [
    'log-auth',
    /password authentication failed|access denied for user|authentication failed|\bNOAUTH\b|\bWRONGPASS\b|\b401 unauthorized|invalid (?:user ?name|credentials|password)/i,
  ],
  [
    'log-timeout',
    /i\/o timeout|ETIMEDOUT|context deadline exceeded|connection timed out|operation timed out|connect timeout|download timed out/i,
  ],
  ['log-migration-lock', /(?:migration|advisory|changelog) lock|database is locked/i],
  [
    'log-env',
    /\b[A-Z][A-Z0-9_]{2,}\b['"`]?:? (?:is |was |must be )?(?:not set|unset|required|undefined|missing|parameter not set)|environment variable\S*.{0,80}(?:not set|not found|required|missing|undefined|must be set)|missing (?:required )?(?:environment|env)\b|^KeyError: '[A-Z][A-Z0-9_]+'/,
  ],
  [
    'log-file',
    /no such file or directory|ENOENT|permission denied|EACCES|read-only file system|EROFS|FileNotFoundError/i,
  ],
  [
    'log-panic',
    /^panic: |^Traceback \(most recent call last\)|unhandled(?:promiserejection| exception| rejection)|uncaught exception|segmentation fault|SIGSEGV|^fatal error: |^Exception in thread|panicked at/i,
  ],
];

/** What sounds like trouble and is none. */
const NO_TROUBLE =
  /\b0 (?:errors?|failures?|failed)\b|\berr(?:or)?s?[=:] ?(?:nil|null|none|<nil>|0)\b|failover|\bno errors?\b|\blevel=(?:info|debug|trace)\b|"level": ?"(?:info|debug|trace)"|^\S* ?\[?(?:INFO|DEBUG|TRACE)\b/i;

/** A line that tells why, and what it tells. */
export interface TellingLine {
  readonly pattern: LogPattern;
  readonly line: string;
  /** The name or address of the other side, where it says. */
  readonly host: string | null;
  readonly port: number | null;
}

/** How far above the nearest line a line of the same kind may name the host: the fields of one error stand together. */
const TOGETHER = 30;
const OF_HOSTS: ReadonlySet<LogPattern> = new Set([
  'log-dns',
  'log-conn-refused',
  'log-timeout',
  'log-auth',
  'log-x509',
]);

/** The line nearest to the end that tells why the program failed; undefined where none does. */
export function tellingLine(lines: readonly string[]): TellingLine | undefined {
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? '';
    const pattern = patternOf(line);
    if (pattern === undefined) continue;
    if (!OF_HOSTS.has(pattern)) return { pattern, line, host: null, port: null };
    for (let above = at; above >= Math.max(0, at - TOGETHER); above--) {
      const other = lines[above] ?? '';
      const named = above === at || patternOf(other) === pattern ? hostIn(other) : null;
      if (named !== null) return { pattern, line: other, ...named };
    }
    return { pattern, line, host: null, port: null };
  }
  return undefined;
}

function patternOf(line: string): LogPattern | undefined {
  if (NO_TROUBLE.test(line)) return undefined;
  return PATTERNS.find(([, pattern]) => pattern.test(line))?.[0];
}

const HOST = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?';
/** Where programs, and the libraries under them, name the other side; the first that fits. */
const HOSTS: readonly RegExp[] = [
  new RegExp(`\\blookup (?<host>${HOST})(?: on [\\d.:]+)?:`),
  new RegExp(`getaddrinfo \\w+ (?<host>${HOST})`),
  new RegExp(`bad address '(?<host>${HOST})(?::(?<port>\\d+))?'`),
  new RegExp(`UnknownHostException: (?<host>${HOST})`),
  new RegExp(`host ?(?:name)?:? ["'](?<host>${HOST})["']`, 'i'),
  new RegExp(`resolve host(?:name)?:? (?<host>${HOST})`, 'i'),
  // Python's requests, the client of MySQL, and OkHttp, which puts the address behind the name.
  new RegExp(`\\bhost=\\\\{0,3}["'](?<host>${HOST})\\\\{0,3}["'], port=(?<port>\\d{2,5})`),
  new RegExp(`server on ["'](?<host>${HOST})(?::(?<port>\\d{2,5}))?["']`),
  new RegExp(`connect to (?<host>${HOST})/[\\d.]+:(?<port>\\d{2,5})\\b`, 'i'),
  new RegExp(`server at ["'](?<host>${HOST})["'](?: \\([\\d.]+\\))?, port (?<port>\\d+)`),
  new RegExp(`remote host \\((?<host>${HOST})\\)`),
  // After the local address of "dial tcp 10.0.0.1:4242->10.0.0.2:80".
  new RegExp(`->(?<host>${HOST}):(?<port>\\d{2,5})\\b`),
  new RegExp(
    `\\b(?:https?|tcp|redis|amqp|postgres(?:ql)?|mysql|mongodb|nats|grpc)://(?:[^\\s/@]*@)?(?<host>${HOST})(?::(?<port>\\d{2,5}))?`,
    'i',
  ),
  new RegExp(`(?<![\\w.:/])(?<host>${HOST}):(?<port>\\d{2,5})(?!\\d|\\.\\d)`),
];

function hostIn(line: string): { readonly host: string; readonly port: number | null } | null {
  for (const pattern of HOSTS) {
    const { host, port } = pattern.exec(line)?.groups ?? {};
    // "12:30" is a time of day, and "main.go:42" a place in a program.
    if (host === undefined || /^\d+$/.test(host) || /\.(?:go|js|ts|py|java|rb|rs|c|cc|cpp|cs|php)$/.test(host))
      continue;
    return { host, port: port === undefined ? null : Number(port) };
  }
  return null;
}
