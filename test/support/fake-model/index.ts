import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour.ts';
import { perform } from './perform.ts';
import { ollamaWire, openAiWire, type Wire } from './wire.ts';

export { answer, type Behaviour } from './behaviour.ts';

/** A request that came, in the order of arrival. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As it was sent. */
  readonly body: string;
  /** The body as JSON; null where there is none. */
  readonly json: unknown;
}

/** What to answer: one after the other, the last for ever; or by the question. */
export type Script = readonly Behaviour[] | ((request: SeenRequest, index: number) => Behaviour);

export interface FakeModelOptions {
  readonly script: Script;
  /** The names of the models that it has. */
  readonly models?: readonly string[];
  readonly digest?: string;
  readonly capabilities?: readonly string[];
  /** How much of each model is on a GPU. */
  readonly gpuShare?: number;
  /** What it says that a prompt has; else a quarter of its letters. */
  readonly promptTokens?: number;
}

export interface FakeModel {
  /** Without a slash at its end; OpenAI's protocol is under `/v1`. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Those of `requests` that were questions, whichever the protocol. */
  readonly questions: readonly SeenRequest[];
  close(): Promise<void>;
}

const SIZE = 1_000_000;

/** Starts a server that plays both protocols with answers from a script. */
export async function startFakeModel(options: FakeModelOptions): Promise<FakeModel> {
  const requests: SeenRequest[] = [];
  const questions: SeenRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await seen(message);
    requests.push(request);
    if (answerAbout(request, options, response)) return;
    if (isQuestion(request)) answerQuestion(request, questions, options, response);
    else sendJson(response, 404, { error: 'not found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    questions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function seen(message: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  const body = Buffer.concat(parts).toString('utf8');
  const json: unknown = body === '' ? null : JSON.parse(body);
  return { method: message.method ?? '', path: message.url ?? '', headers: message.headers, body, json };
}

/** Answers what is about models and no question; false where it is none of that. */
function answerAbout(request: SeenRequest, options: FakeModelOptions, response: ServerResponse): boolean {
  const { models = ['fake:1b'], digest = 'f'.repeat(64), capabilities = ['completion'], gpuShare = 0 } = options;
  const details = { parameter_size: '1B', quantization_level: 'Q4_K_M' };
  const answers: Record<string, () => object> = {
    '/api/tags': () => ({ models: models.map((name) => ({ name, model: name, size: SIZE, digest, details })) }),
    '/api/ps': () => ({ models: models.map((name) => ({ name, size: SIZE, size_vram: SIZE * gpuShare, digest })) }),
    '/api/show': () => ({ capabilities, details }),
    '/api/version': () => ({ version: '0.17.4' }),
    '/v1/models': () => ({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) }),
  };
  const found = answers[request.path];
  if (found === undefined) return false;
  sendJson(response, 200, found());
  return true;
}

function isQuestion(request: SeenRequest): boolean {
  return request.path === '/api/chat' || request.path === '/v1/chat/completions';
}

function answerQuestion(
  request: SeenRequest,
  questions: SeenRequest[],
  options: FakeModelOptions,
  response: ServerResponse,
): void {
  const { models = ['fake:1b'], script, promptTokens = Math.ceil(request.body.length / 4) } = options;
  const { model, messages } = fieldsOf(request.json);
  const wire: Wire = request.path === '/api/chat' ? ollamaWire(model) : openAiWire(model);
  if (!models.includes(model) && !models.includes(`${model}:latest`)) {
    sendJson(response, 404, wire.errorBody(`model '${model}' not found`));
  } else if (messages === 0) {
    // Ollama loads the model for a chat without messages.
    sendJson(response, 200, { model, message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' });
  } else {
    const index = questions.push(request) - 1;
    const behaviour = typeof script === 'function' ? script(request, index) : (script[index] ?? script.at(-1));
    perform(behaviour ?? { does: 'error', status: 500, message: 'the script is empty' }, wire, response, promptTokens);
  }
}

function fieldsOf(json: unknown): { readonly model: string; readonly messages: number } {
  const body: object = typeof json === 'object' && json !== null ? json : {};
  const model = 'model' in body ? String(body.model) : '';
  return { model, messages: 'messages' in body && Array.isArray(body.messages) ? body.messages.length : 0 };
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}
