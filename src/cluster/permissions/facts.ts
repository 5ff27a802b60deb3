/** Where a kubeconfig leads, without anything that is secret. */
export interface TargetFacts {
  /** The files that were read. */
  readonly files: readonly string[];
  readonly context: string;
  /** The context's namespace, or `default`. */
  readonly namespace: string;
  /** The address without user and password. */
  readonly server: string;
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  readonly isTls: boolean;
  /** False where the kubeconfig itself turns the verifying of the server's certificate off. */
  readonly isVerified: boolean;
  /** Host and port of the proxy on the way there, by the kubeconfig or the environment; null for none. */
  readonly proxy: string | null;
}

/** The certificate that a server showed. */
export interface CertificateFacts {
  readonly names: readonly string[];
  readonly expiresAt: string;
}

/** What proves who is asking, by its own word. */
export interface CredentialFacts {
  readonly kind: 'token' | 'certificate' | 'password' | 'none';
  /** Null where it does not say. */
  readonly expiresAt: string | null;
}

/** What one answer of a server tells. */
export interface ServerFacts {
  /** Like `v1.34.4`; null where it may not be asked. */
  readonly version: string | null;
  readonly answerMs: number;
  /** How far its clock is ahead of ours; null where it does not tell. */
  readonly aheadSeconds: number | null;
  /** Null without TLS. */
  readonly certificate: CertificateFacts | null;
  readonly credentials: CredentialFacts;
}

export interface Problem {
  /** One sentence without a full stop. */
  readonly message: string;
  readonly hint: string;
}

export type ClusterFacts =
  /** No kubeconfig leads to a cluster. */
  | ({ readonly state: 'not-found' } & Problem)
  | ({ readonly state: 'unreadable'; readonly target: TargetFacts } & Problem)
  | { readonly state: 'answered'; readonly target: TargetFacts; readonly server: ServerFacts };

/** What may be done with one kind, in one namespace or, where that is null, in all of them. */
export interface Permission {
  readonly kind: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly get: boolean;
  readonly list: boolean;
}

export type PermissionFacts =
  /** There is no cluster to ask. */
  | { readonly state: 'unasked' }
  | { readonly state: 'unknown'; readonly reason: string }
  | {
      readonly state: 'known';
      /** As the server knows us; null where it does not say. */
      readonly user: string | null;
      /** Those that were asked for; null for the whole cluster. */
      readonly namespaces: readonly string[] | null;
      readonly matrix: readonly Permission[];
    };
