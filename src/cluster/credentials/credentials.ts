/** A client certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** What proves to the server who is asking. */
export interface Credentials {
  /** For the TLS handshake; null where a header does it. */
  readonly certificate: Certificate | null;
  /** The `Authorization` header, fresh at each call since tokens expire; null for none. */
  authorization(): Promise<string | null>;
  /** What to do where the server refuses them: one sentence. */
  advice(now: Date): string;
}
