import { z } from 'zod';
import { ModelError, modelError, quote } from './failure.ts';
import type { Guard } from './guarded-fetch.ts';

/** More of an error is not read. */
const LONGEST_ERROR = 64 * 1024;

const ERROR_BODY = z.union([
  z.object({ error: z.string() }).transform((body) => body.error),
  z.object({ error: z.object({ message: z.string() }) }).transform((body) => body.error.message),
  z.object({ message: z.string() }).transform((body) => body.message),
  z.object({ detail: z.string() }).transform((body) => body.detail),
]);

/** As Ollama, vLLM, llama.cpp and OpenAI say that a prompt is too long. */
const TOO_LONG = /context[ _]?(length|window|size)|exceeds? the available context|prompt is too long/i;
const NO_SUCH_MODEL = /model.*(not found|does not exist|not exist)|no such model/is;

/** The error text in a JSON value; null where it is no error. */
export function errorText(value: unknown): string | null {
  const body = ERROR_BODY.safeParse(value);
  return body.success ? body.data : null;
}

/** Whether an answer can be what was asked for, by its type. A missing type is judged by the content. */
export function isUsable(response: Response, accepts: Guard['accepts']): boolean {
  const type = response.headers.get('content-type') ?? '';
  if (type === '' || /^application\/([\w.-]+\+)?(x-)?(nd)?jsonl?\b/i.test(type)) return true;
  // Registries serve JSON as text.
  if (accepts === 'json') return /^text\/plain\b/i.test(type);
  return accepts === 'events' && /^text\/event-stream\b/i.test(type);
}

/** What came instead of JSON, in a word. */
export function whatCame(response: Response): string {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'text/html' ? 'an HTML page' : quote(type);
}

/** The error for an answer whose status is not 2xx. */
export async function refusal(response: Response, guard: Guard): Promise<ModelError> {
  const body = await firstBytes(response);
  if (guard.signal.aborted) return modelError('interrupted', `the request to ${guard.who} was stopped`);
  const said = textOf(body, response);
  const answer = { status: response.status, said: said ?? '' };
  const words = said === null ? whatCame(response) : quote(said, guard.withheld);
  const failure = { message: `${guard.who} answered ${response.status}: ${words}`, hint: hintFor(response.status) };
  return new ModelError({ kind: kindOf(response.status, answer.said), ...failure }, answer);
}

function kindOf(status: number, said: string): 'too-long' | 'model-missing' | 'refused' {
  if ((status === 400 || status === 413) && TOO_LONG.test(said)) return 'too-long';
  return status === 404 && NO_SUCH_MODEL.test(said) ? 'model-missing' : 'refused';
}

function hintFor(status: number): string | null {
  if (status === 401 || status === 403) return 'Set MEKHANIKUBE_API_KEY to a key that this server accepts';
  if (status === 503 || status === 429) return 'The server is busy: try again later';
  return null;
}

/** The server's own words: of JSON its error, of plain text the text; null for a page. */
function textOf(body: string, response: Response): string | null {
  try {
    return errorText(JSON.parse(body)) ?? body;
  } catch {
    return /^\s*</.test(body) || /html/i.test(response.headers.get('content-type') ?? '') ? null : body;
  }
}

/** The beginning of a body. An error that never ends, or breaks off, is still an error. */
async function firstBytes(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true });
      if (text.length >= LONGEST_ERROR) break;
    }
  } catch {
    // What was read so far says enough.
  }
  return text.slice(0, LONGEST_ERROR);
}
