import { createHmac } from 'node:crypto';
import { PROSE } from '../../checks/prose.generated.ts';
import type { ExplainConfig } from '../../config/explain-config.ts';
import { circumstancesOf } from '../../diagnose/circumstances.ts';
import { OUT_OF_TIME } from '../../explain/ask-twice.ts';
import { EVIDENCE_TOKENS } from '../../explain/evidence/evidence-lines.ts';
import type { Subject } from '../../explain/explain.ts';
import type { Masking } from '../../explain/mask/masking.ts';
import { maskingFor } from '../../explain/masking-for.ts';
import type { Backend, ModelFailure, ModelIdentity } from '../../explain/model/backend.ts';
import type { Session } from '../../explain/session.ts';
import type { Finding } from '../../findings/finding.ts';
import { namesOf } from '../../snapshot/names.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { viewOf } from '../../snapshot/snapshot-view.ts';
import type { Runtime } from '../program.ts';
import { createProgress } from '../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { userStore } from './cache.ts';
import { showExplaining } from './explain-output.ts';
import { type ModelServer, modelBackend, modelServer } from './model-server.ts';
import { announceRemote } from './remote-notice.ts';
import { readSalt } from './salt.ts';

export interface ExplainerOptions extends DisplayOptions {
  readonly quiet?: boolean;
}

/** A model that is there, or why it is not. */
export type Ready =
  | { readonly ok: true; readonly backend: Backend; readonly identity: ModelIdentity }
  | { readonly ok: false; readonly failure: ModelFailure };

/** A model that is being made ready while the cluster is read. */
export interface Explainer {
  readonly server: ModelServer;
  readonly ready: Promise<Ready>;
  /** On the clock of `performance.now`: all that the model does is over by then. */
  readonly deadlineMs: number;
  /** Ends what is still going on: a model that is no longer waited for must not keep the process. */
  stop(): void;
}

/**
 * Looks for the model and has it loaded, without waiting for it.
 *
 * @throws MekhanikubeError `usage`, if the server is one that nothing may be sent to
 */
export async function startExplainer(config: ExplainConfig, runtime: Runtime): Promise<Explainer> {
  const server = await modelServer(config, process.env);
  const end = new AbortController();
  const signal = AbortSignal.any([runtime.signal, end.signal, AbortSignal.timeout(config.timeoutMs)]);
  const deadlineMs = performance.now() + config.timeoutMs;
  const ready = makeReady(config, server, signal).then((result): Ready => {
    const isLate = !result.ok && result.failure.kind === 'interrupted' && !runtime.signal.aborted;
    return isLate ? { ok: false, failure: OUT_OF_TIME } : result;
  });
  return { server, ready, deadlineMs, stop: () => end.abort() };
}

async function makeReady(config: ExplainConfig, server: ModelServer, signal: AbortSignal): Promise<Ready> {
  const backend = await modelBackend(config, server, process.env, signal);
  if (!backend.ok) return backend;
  const identity = await backend.value.identify(signal);
  if (!identity.ok) return identity;
  // Nobody waits for it: a first question that comes early waits in the server. Where answers are stored, there may be
  // no question at all.
  if (!config.cache || config.refresh || (await userStore(process.env).isEmpty())) void backend.value.preload(signal);
  return { ok: true, backend: backend.value, identity: identity.value };
}

/** The findings with what the snapshot holds around them. */
export function subjectsOf(findings: readonly Finding[], snapshot: Snapshot): readonly Subject[] {
  const view = viewOf(snapshot);
  return findings.flatMap((finding) => {
    const prose = PROSE[finding.check];
    return prose === undefined ? [] : [{ finding, prose, circumstances: circumstancesOf(finding, view) }];
  });
}

/** Masks names for a server that is not ours, or where it is asked for. Null where names may be sent. */
export async function maskingOf(
  { anonymize }: ExplainConfig,
  remote: boolean,
  snapshot: Snapshot,
  subjects: readonly Subject[],
): Promise<Masking | null> {
  if (!(anonymize ?? remote)) return null;
  const hmac = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');
  return maskingFor({ names: namesOf(snapshot), subjects, salt: await readSalt(process.env), hmac });
}

/** Does `work` with a session, and shows on standard error how far it is. */
export async function withSession<T>(
  {
    explainer,
    config,
    backend,
    identity,
    masking,
  }: {
    readonly explainer: Explainer;
    readonly config: ExplainConfig;
    readonly backend: Backend;
    readonly identity: ModelIdentity;
    readonly masking: Masking | null;
  },
  options: ExplainerOptions,
  { signal }: Runtime,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (explainer.server.remote) await announceRemote(backend, masking !== null, process.env);
  const terminal = terminalOf(process.stderr, options, process.env);
  const progress = createProgress(terminal, options.quiet ?? false, `Waiting for ${identity.name}`);
  const store = config.cache ? userStore(process.env) : null;
  try {
    return await work({
      backend,
      identity,
      language: config.language,
      masking,
      store: store && { ...store, put: (key, entry) => store.put(key, entry).catch(() => noteNoCache(store.folder)) },
      refresh: config.refresh,
      evidenceTokens: EVIDENCE_TOKENS,
      signal,
      now: () => performance.now(),
      wallClock: () => new Date().toISOString(),
      deadlineMs: explainer.deadlineMs,
      onProgress: showExplaining(progress, terminal.width),
    });
  } finally {
    progress.stop();
    await store?.prune(Date.now());
  }
}

let noted = false;

function noteNoCache(folder: string): void {
  if (!noted) process.stderr.write(`note: answers are not stored, ${folder} cannot be written\n`);
  noted = true;
}
