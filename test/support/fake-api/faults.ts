import type { ServerResponse } from 'node:http';

/** A request as the fake API saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Something that goes wrong, for the requests that it is about. */
export interface Fault {
  readonly about: (request: SeenRequest) => boolean;
  /** For the first so many of them; for all where it is absent. */
  readonly times?: number;
  readonly answer: (response: ServerResponse, request: SeenRequest) => void;
}

/** Picks requests: by path (whole, or a pattern), or all. */
export type About = string | RegExp | ((request: SeenRequest) => boolean);

function matcher(about: About): Fault['about'] {
  if (typeof about === 'function') return about;
  return ({ path }) => (typeof about === 'string' ? path === about : about.test(path));
}

export interface FaultOptions {
  readonly times?: number;
}

function fault(about: About, answer: Fault['answer'], { times }: FaultOptions = {}): Fault {
  return { about: matcher(about), answer, ...(times === undefined ? {} : { times }) };
}

/** An error as the API server words it. */
export function status(
  about: About,
  code: number,
  message: string,
  options: FaultOptions & { headers?: object } = {},
): Fault {
  return fault(
    about,
    (response) => {
      for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
      const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code };
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
    options,
  );
}

/** `pods is forbidden: User "jane" cannot list resource "pods" ...` */
export function forbidden(about: About): Fault {
  return fault(about, (response, { path }) => {
    const resource = path.split('/').at(-1) ?? '';
    const namespace = /\/namespaces\/([^/]+)\/[^/]+$/.exec(path)?.[1];
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const message = `${resource} is forbidden: User "jane" cannot list resource "${resource}" in API group "" ${where}`;
    status(about, 403, message).answer(response, { method: 'GET', path, query: new URLSearchParams(), headers: {} });
  });
}

export function unauthorized(about: About, options?: FaultOptions): Fault {
  return status(about, 401, 'Unauthorized', options);
}

/** A group that the server does not know: no Status, plain text. */
export function noSuchGroup(about: About): Fault {
  return text(about, 404, 'text/plain; charset=utf-8', '404 page not found\n');
}

export function text(about: About, code: number, type: string, body: string, options?: FaultOptions): Fault {
  return fault(about, (response) => response.writeHead(code, { 'content-type': type }).end(body), options);
}

/** A proxy's or login page's answer. */
export function html(about: About, code = 200): Fault {
  return text(about, code, 'text/html', '<!doctype html><title>Sign in</title>');
}

/** The list can no longer be continued. */
export function expired(options?: FaultOptions): Fault {
  const about = ({ query }: SeenRequest): boolean => query.has('continue');
  return status(about, 410, 'The provided continue parameter is too old', options);
}

export function tooManyRequests(about: About, retryAfter: string, options?: FaultOptions): Fault {
  return status(about, 429, 'too many requests', { headers: { 'retry-after': retryAfter }, ...options });
}

/** Takes the request and never answers. */
export function hang(about: About): Fault {
  return fault(about, () => {});
}

/** Closes the connection without an answer. */
export function reset(about: About, options?: FaultOptions): Fault {
  return fault(about, (response) => void response.socket?.destroy(), options);
}

/** Promises a body and closes the connection in the middle of it. */
export function cutBody(about: About, options?: FaultOptions): Fault {
  return fault(
    about,
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '10000' });
      response.write('{"kind":"PodList","items":[{"metadata":{"na', () => response.socket?.destroy());
    },
    options,
  );
}

/** Ends the body in its middle, but ends it well, as some proxies do. */
export function truncatedBody(about: About, options?: FaultOptions): Fault {
  return text(about, 200, 'application/json', '{"kind":"PodList","items":[{"metadata":{"na', options);
}
