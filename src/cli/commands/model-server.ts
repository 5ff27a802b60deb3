import { MekhanikubeError } from '../../base/errors.ts';
import type { ExplainConfig } from '../../config/explain-config.ts';
import { localityOf, normaliseBaseUrl, normaliseOllamaHost, resolveHost } from '../../explain/model/address.ts';
import type { Backend, Outcome } from '../../explain/model/backend.ts';
import { createOllama } from '../../explain/model/ollama.ts';
import { createOpenAi } from '../../explain/model/openai.ts';
import { chooseModel } from '../../explain/models/choose-model.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A server that may be asked. */
export interface ModelServer {
  readonly baseUrl: string;
  /** Prompts leave this machine and its private network. */
  readonly remote: boolean;
}

const OLLAMA = '127.0.0.1:11434';

/**
 * Finds the server, and refuses one that prompts may not be sent to.
 *
 * @throws MekhanikubeError `usage`
 */
export async function modelServer(
  config: Pick<ExplainConfig, 'backend' | 'baseUrl' | 'allowRemoteModel'>,
  env: Environment,
): Promise<ModelServer> {
  const baseUrl = addressOf(config, env);
  const remote = (await localityOf(baseUrl, resolveHost)) === 'remote';
  if (remote && !config.allowRemoteModel) {
    throw new MekhanikubeError('usage', `${baseUrl} is neither this machine nor a private address`, {
      hint: 'findings would be sent there, with their names masked: allow it with --allow-remote-model; --show-prompt shows what would be sent',
    });
  }
  return { baseUrl, remote };
}

function addressOf({ backend, baseUrl }: Pick<ExplainConfig, 'backend' | 'baseUrl'>, env: Environment): string {
  if (backend === 'ollama') return normaliseOllamaHost(baseUrl ?? (env['OLLAMA_HOST'] || OLLAMA));
  if (baseUrl !== null) return normaliseBaseUrl(baseUrl);
  throw new MekhanikubeError('usage', '--backend=openai does not say which server', {
    hint: 'add --base-url, for example --base-url http://127.0.0.1:8000/v1',
  });
}

/** The model to ask: the one that was named, else the best that the server has. */
export async function modelBackend(
  { backend, model }: Pick<ExplainConfig, 'backend' | 'model'>,
  { baseUrl }: ModelServer,
  env: Environment,
  signal: AbortSignal,
): Promise<Outcome<Backend>> {
  if (backend === 'openai') {
    const apiKey = env['MEKHANIKUBE_API_KEY'] || null;
    return { ok: true, value: createOpenAi({ baseUrl, model, apiKey }) };
  }
  const chosen = model === null ? await chooseModel(baseUrl, signal) : { ok: true as const, value: model };
  return chosen.ok ? { ok: true, value: createOllama({ baseUrl, model: chosen.value }) } : chosen;
}
