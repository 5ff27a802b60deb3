import type { Backend, ModelAnswer, ModelRequest, Outcome } from './backend.ts';
import { collectAnswer } from './collect-answer.ts';
import { exchange, outcomeOf } from './exchange.ts';
import { ModelError } from './failure.ts';
import type { Fetch } from './guarded-fetch.ts';
import { pieceOf, SHOWN } from './ollama-answers.ts';
import { identify } from './ollama-identify.ts';
import { client, type OllamaModel, withHint } from './ollama-server.ts';

export interface OllamaOptions {
  /** As `normaliseOllamaHost` gives it. */
  readonly baseUrl: string;
  readonly model: string;
  /** The window. Ollama reloads a model when it changes, so every request sends the same. */
  readonly contextTokens?: number;
  /** The longest silence within an answer. */
  readonly idleMs?: number;
  readonly fetch?: Fetch;
}

/** A model that is not in memory has to be read from the disk first. */
const LOAD_MS = 300_000;
const KEEP_ALIVE = '10m';
const SEED = 7;

/** A model on an Ollama server, through its own API: only there the window can be set, and a silent cut be forbidden. */
export function createOllama(options: OllamaOptions): Backend {
  const { baseUrl, model, contextTokens = 4096, idleMs = 60_000, fetch = globalThis.fetch } = options;
  const who = `${model} on Ollama at ${baseUrl}`;
  const known: OllamaModel = { baseUrl, model, contextTokens, who, fetch, idleMs, secret: null };
  const thinkOption = createThinkOption(known);
  const settle = async <T>(work: () => Promise<T>): Promise<Outcome<T>> => withHint(await outcomeOf(who, work), known);
  return {
    name: 'ollama',
    address: baseUrl,
    identify: (signal) => settle(() => identify(known, signal)),
    preload: (signal) => settle(() => preload(known, signal)),
    ask: (request) => settle(async () => ask(known, request, await thinkOption(request.signal))),
  };
}

async function preload(known: OllamaModel, signal: AbortSignal): Promise<null> {
  const { who, model } = known;
  return exchange(known, { who, accepts: 'json-lines', signal, timeoutMs: LOAD_MS }, async (guarded) => {
    const options = { num_ctx: known.contextTokens };
    const request = { model, messages: [], stream: true as const, keep_alive: KEEP_ALIVE, options };
    for await (const line of await client(known, guarded).chat(request)) pieceOf(line);
    return null;
  });
}

type ThinkOption = { readonly think?: false };

/**
 * `think: false` for a model that would otherwise think before it answers; nothing for others, of which some
 * servers refuse it. Asked for once.
 */
function createThinkOption(known: OllamaModel): (signal: AbortSignal) => Promise<ThinkOption> {
  let answer: ThinkOption | undefined;
  return async (signal) => {
    if (answer !== undefined) return answer;
    try {
      answer = await show(known, signal);
      return answer;
    } catch (thrown) {
      // A server that does not tell may still answer a question.
      if (thrown instanceof ModelError && thrown.failure.kind === 'refused') return {};
      throw thrown;
    }
  };
}

async function show(known: OllamaModel, signal: AbortSignal): Promise<ThinkOption> {
  const { who, model } = known;
  // The answer holds all of the model's metadata, its vocabulary among it on some versions.
  const maxBytes = 16 * 1024 * 1024;
  return exchange(known, { who, accepts: 'json', signal, maxBytes }, async (guarded) => {
    const shown = SHOWN.parse(await client(known, guarded).show({ model }));
    return shown.capabilities.includes('thinking') ? { think: false } : {};
  });
}

async function ask(known: OllamaModel, request: ModelRequest, think: ThinkOption): Promise<ModelAnswer> {
  const { who } = known;
  const { signal, timeoutMs, onText } = request;
  const prompt = `${request.system}\n${request.user}`;
  return exchange(known, { who, accepts: 'json-lines', signal, timeoutMs, prompt }, async (guarded) => {
    const stream = await client(known, guarded).chat({ ...chatRequest(known, request), ...think });
    return collectAnswer(pieces(stream), { who, onText, close: guarded.close });
  });
}

async function* pieces(stream: AsyncIterable<unknown>) {
  for await (const line of stream) yield pieceOf(line);
}

function chatRequest(known: OllamaModel, request: ModelRequest) {
  return {
    model: known.model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    stream: true as const,
    format: request.schema,
    // Without it, a prompt that is too long loses its middle, and nobody is told.
    truncate: false,
    keep_alive: KEEP_ALIVE,
    options: {
      num_ctx: known.contextTokens,
      num_predict: request.answerTokens,
      temperature: 0,
      seed: SEED,
      top_p: 0.9,
      repeat_penalty: 1.05,
    },
  };
}
