/** How one of the two protocols puts an answer on the wire. */
export interface Wire {
  readonly contentType: string;
  piece(text: string): string;
  end(reason: 'stop' | 'length', promptTokens: number, answerTokens: number): string;
  whole(text: string): string;
  errorLine(message: string): string;
  readonly brokenLine: string;
  errorBody(message: string): object;
}

/** Ollama's own protocol: a JSON object a line. */
export function ollamaWire(model: string): Wire {
  const line = (value: object) => `${JSON.stringify({ model, created_at: '2026-01-01T00:00:00Z', ...value })}\n`;
  const message = (content: string) => ({ role: 'assistant', content });
  return {
    contentType: 'application/x-ndjson',
    piece: (text) => line({ message: message(text), done: false }),
    end: (reason, promptTokens, answerTokens) =>
      line({
        message: message(''),
        done: true,
        done_reason: reason,
        prompt_eval_count: promptTokens,
        eval_count: answerTokens,
        eval_duration: 2_000_000_000,
      }),
    whole: (text) => line({ message: message(text), done: true, done_reason: 'stop' }),
    errorLine: (text) => `${JSON.stringify({ error: text })}\n`,
    brokenLine: '{"model": "x", "message"\n',
    errorBody: (text) => ({ error: text }),
  };
}

/** OpenAI's protocol: server-sent events. */
export function openAiWire(model: string): Wire {
  const chunk = (value: object) => ({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model, ...value });
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  const usage = (prompt: number, written: number) => ({ prompt_tokens: prompt, completion_tokens: written });
  return {
    contentType: 'text/event-stream; charset=utf-8',
    piece: (text) => event(chunk({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })),
    end: (reason, promptTokens, answerTokens) =>
      event(chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })) +
      event(chunk({ choices: [], usage: usage(promptTokens, answerTokens) })) +
      'data: [DONE]\n\n',
    whole: (text) =>
      JSON.stringify({
        object: 'chat.completion',
        model,
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage: usage(100, 20),
      }),
    errorLine: (text) => event({ error: { message: text } }),
    brokenLine: 'data: {"choices": [\n\n',
    errorBody: (text) => ({ error: { message: text, type: 'api_error' } }),
  };
}
