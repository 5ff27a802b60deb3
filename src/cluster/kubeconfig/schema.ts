import { z } from 'zod';

// What we look at ourselves; the rest passes through to the Kubernetes client.
// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/

const text = z.string().nullish();
const extensions = z.array(z.looseObject({ name: z.string(), extension: z.unknown() })).nullish();

const ClusterEntry = z.looseObject({
  server: text,
  'tls-server-name': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'proxy-url': text,
  extensions,
});

const ExecEntry = z.looseObject({
  command: z.string(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: z.boolean().nullish(),
});

const UserEntry = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  'as-user-extra': z.record(z.string(), z.array(z.string())).nullish(),
  'auth-provider': z.looseObject({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  exec: ExecEntry.nullish(),
  extensions,
});

const ContextEntry = z.object({ cluster: text, user: text, namespace: text });

/** One kubeconfig file. */
export const KubeconfigFile = z.object({
  'current-context': text,
  clusters: z.array(z.object({ name: z.string(), cluster: ClusterEntry.nullish() })).nullish(),
  users: z.array(z.object({ name: z.string(), user: UserEntry.nullish() })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: ContextEntry.nullish() })).nullish(),
});

export type ClusterEntry = z.output<typeof ClusterEntry>;
export type ExecEntry = z.output<typeof ExecEntry>;
export type UserEntry = z.output<typeof UserEntry>;
export type ContextEntry = z.output<typeof ContextEntry>;
export type KubeconfigFile = z.output<typeof KubeconfigFile>;
