import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Backend, ModelAnswer, ModelIdentity, ModelRequest, Outcome } from './backend.ts';
import { collectAnswer } from './collect-answer.ts';
import { exchange, outcomeOf, type Server } from './exchange.ts';
import { ModelError, modelError } from './failure.ts';
import type { Fetch } from './guarded-fetch.ts';
import { MODELS } from './openai-answers.ts';
import { chatBody, type Dialect, FIRST_DIALECT, nextDialect } from './openai-request.ts';
import { answerPieces } from './openai-stream.ts';

export interface OpenAiOptions {
  /** As `normaliseBaseUrl` gives it, with `/v1` where the server has it. */
  readonly baseUrl: string;
  /** Null takes the only model that the server has. */
  readonly model: string | null;
  readonly apiKey: string | null;
  /** The longest silence within an answer. */
  readonly idleMs?: number;
  readonly fetch?: Fetch;
}

/** Such servers are made for many requests at once. */
const PARALLEL = 4;
/** Answers of a gateway that knows only chats. */
const NO_LIST = new Set([404, 405, 501]);

interface Known extends Server {
  readonly baseUrl: string;
}

/** A model on any server that speaks OpenAI's protocol. */
export function createOpenAi(options: OpenAiOptions): Backend {
  const { baseUrl, apiKey, idleMs = 60_000, fetch = globalThis.fetch } = options;
  const known: Known = { baseUrl, fetch, idleMs, secret: apiKey };
  let model = options.model;
  let dialect = FIRST_DIALECT;
  const named = async (signal: AbortSignal) => {
    const identity = await identify(known, model, signal);
    model = identity.name;
    return identity;
  };
  return {
    name: 'openai',
    address: baseUrl,
    identify: (signal) => settle(baseUrl, () => named(signal)),
    preload: async () => ({ ok: true, value: null }),
    ask: (request) =>
      settle(baseUrl, async () => {
        const name = model ?? (await named(request.signal)).name;
        return askInDialects(known, name, request, dialect, (found) => {
          dialect = found;
        });
      }),
  };
}

async function settle<T>(baseUrl: string, work: () => Promise<T>): Promise<Outcome<T>> {
  const outcome = await outcomeOf(`the server at ${baseUrl}`, work);
  if (outcome.ok || outcome.failure.hint !== null || outcome.failure.kind !== 'unreachable') return outcome;
  return { ok: false, failure: { ...outcome.failure, hint: 'start the server, or say where it is with --base-url' } };
}

async function identify(known: Known, wanted: string | null, signal: AbortSignal): Promise<ModelIdentity> {
  const identity = (name: string) => ({ name, digest: null, parallel: PARALLEL });
  const names = await modelNames(known, signal).catch((thrown: unknown) => {
    const unlisted = thrown instanceof ModelError && NO_LIST.has(thrown.status ?? 0);
    if (unlisted && wanted !== null) return [wanted];
    throw thrown;
  });
  const [only, another] = names;
  if (wanted === null && only !== undefined && another === undefined) return identity(only);
  if (wanted !== null && names.includes(wanted)) return identity(wanted);
  throw missing(known, wanted, names);
}

async function modelNames(known: Known, signal: AbortSignal): Promise<readonly string[]> {
  const who = `the server at ${known.baseUrl}`;
  return exchange(known, { who, accepts: 'json', signal }, async (guarded) => {
    const response = await guarded.fetch(`${known.baseUrl}/models`, { headers: headers(known) });
    const models = MODELS.safeParse(await response.json());
    if (!models.success) throw modelError('refused', `${who} answered with something that is no list of models`);
    return models.data.data.map((entry) => entry.id);
  });
}

function missing(known: Known, wanted: string | null, names: readonly string[]): ModelError {
  const there = names.length === 0 ? 'it has none' : `it has ${listText(names)}`;
  if (wanted === null) {
    const message = `the server at ${known.baseUrl} needs the name of a model, and ${there}`;
    return modelError('model-missing', message, 'Name one with --model');
  }
  const near = nearMisses(wanted, names);
  const hint = near.length === 0 ? null : `Did you mean ${listText(near)}?`;
  return modelError('model-missing', `the server at ${known.baseUrl} has no model ${wanted}; ${there}`, hint);
}

/** Asks, and asks again in the words that the server understands: each of the two differences costs one refusal, once. */
async function askInDialects(
  known: Known,
  model: string,
  request: ModelRequest,
  dialect: Dialect,
  learnt: (dialect: Dialect) => void,
): Promise<ModelAnswer> {
  try {
    return await ask(known, model, request, dialect);
  } catch (thrown) {
    const next = nextDialect(thrown, dialect);
    if (next === null) throw thrown;
    learnt(next);
    return askInDialects(known, model, request, next, learnt);
  }
}

async function ask(known: Known, model: string, request: ModelRequest, dialect: Dialect): Promise<ModelAnswer> {
  const who = `${model} at ${known.baseUrl}`;
  const { signal, timeoutMs, onText } = request;
  const prompt = `${request.system}\n${request.user}`;
  return exchange(known, { who, accepts: 'events', signal, timeoutMs, prompt }, async (guarded, guard) => {
    const response = await guarded.fetch(`${known.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: headers(known),
      body: JSON.stringify(chatBody(model, request, dialect)),
    });
    return collectAnswer(answerPieces(response, guard), { who, onText, close: guarded.close });
  });
}

function headers(known: Known): Record<string, string> {
  const authorization = known.secret === null ? {} : { Authorization: `Bearer ${known.secret}` };
  return { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...authorization };
}
