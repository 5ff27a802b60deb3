import type { Access } from '../access/access.ts';

/** Where and as whom requests are made. */
export interface Endpoint {
  readonly server: URL;
  /** The server and the context as messages name them: `127.0.0.1:6443 (context kind)`. */
  readonly label: string;
  readonly access: Access;
  /** Sent with every request: who we are, and whom we act for. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** For one whole request, its body included; 0 for no limit. */
  readonly requestTimeoutMs: number;
}
