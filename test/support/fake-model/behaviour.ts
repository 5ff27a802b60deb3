/** What the server does with one question. */
export type Behaviour =
  /** Streams a text, in pieces of a few letters. `length` is an answer that ran out of tokens. */
  | { readonly does: 'answer'; readonly text: string; readonly reason?: 'stop' | 'length'; readonly afterMs?: number }
  /** Answers with one JSON value although a stream was asked for (OpenAI only). */
  | { readonly does: 'answer-whole'; readonly text: string }
  /** Streams the text, and blanks until the client goes away. */
  | { readonly does: 'blanks'; readonly text: string }
  /** Streams the text, and closes the connection without an end. */
  | { readonly does: 'cut'; readonly text: string }
  /** Streams the text, and ends the answer properly, but without its last line. */
  | { readonly does: 'no-end'; readonly text: string }
  /** Streams the text, and nothing more. */
  | { readonly does: 'stall'; readonly text: string }
  /** Never answers. */
  | { readonly does: 'silent' }
  /** Streams the text, and then a line that is not JSON. */
  | { readonly does: 'broken-line'; readonly text: string }
  /** Streams the text, and then an error. */
  | { readonly does: 'error-line'; readonly text: string; readonly message: string }
  /** Streams letters until the client goes away. */
  | { readonly does: 'huge' }
  | { readonly does: 'page'; readonly status: 200 | 502 }
  | { readonly does: 'error'; readonly status: number; readonly message: string }
  | { readonly does: 'redirect'; readonly to: string };

/** A good answer: the JSON of a value. */
export function answer(value: unknown): Behaviour {
  return { does: 'answer', text: JSON.stringify(value) };
}
