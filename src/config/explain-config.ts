import { MekhanikubeError } from '../base/errors.ts';
import { nearMisses } from '../base/near-miss.ts';
import { LANGUAGES, type Language } from '../explain/explanation.ts';
import { booleanOf, type Environment, parseBoolean } from './boolean.ts';
import { waitMs } from './duration.ts';

/** How findings are to be explained, checked. */
export interface ExplainConfig {
  /** `auto`: built-in text, and a model's where one answers. `required`: it is an error if none does. */
  readonly when: 'auto' | 'required';
  readonly backend: 'ollama' | 'openai';
  /** As typed; null for the backend's own default. */
  readonly baseUrl: string | null;
  /** Null for the best that is installed. */
  readonly model: string | null;
  readonly language: Language;
  /** Prompts may leave this machine and its private network. */
  readonly allowRemoteModel: boolean;
  /** Null: names are masked for a remote server and not for a local one. */
  readonly anonymize: boolean | null;
  readonly cache: boolean;
  readonly refresh: boolean;
  /** For all explanations together. */
  readonly timeoutMs: number;
}

/** The flags about explanations as they were typed. */
export interface RawExplainOptions {
  readonly explain?: string | boolean;
  readonly backend?: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly language?: string;
  readonly allowRemoteModel?: boolean;
  readonly anonymize?: boolean;
  readonly cache?: boolean;
  readonly refresh?: boolean;
  readonly showPrompt?: boolean;
  readonly explainTimeout?: string;
}

const LANGUAGE_CODES: Readonly<Record<string, Language>> = {
  en: 'English',
  pt: 'Portuguese',
  es: 'Spanish',
  de: 'German',
  fr: 'French',
  zh: 'Chinese',
};

/**
 * Checks the flags about explanations; null where none is asked for.
 *
 * @throws MekhanikubeError `usage`, naming the flag, the value and what may have been meant
 */
export function explainConfig(options: RawExplainOptions, env: Environment = {}): ExplainConfig | null {
  const when = parseWhen(options);
  if (when === null) return null;
  return Object.freeze({
    when,
    backend: parseBackend(options.backend ?? 'ollama'),
    baseUrl: options.baseUrl ?? null,
    model: options.model === undefined ? null : parseModel(options.model),
    language: parseLanguage(options.language ?? 'English'),
    allowRemoteModel: options.allowRemoteModel ?? booleanOf(env, 'MEKHANIKUBE_ALLOW_REMOTE_MODEL') ?? false,
    anonymize: options.anonymize ?? booleanOf(env, 'MEKHANIKUBE_ANONYMIZE') ?? null,
    cache: options.cache ?? true,
    refresh: options.refresh ?? false,
    timeoutMs: waitMs(options.explainTimeout ?? '10m', '--explain-timeout'),
  });
}

function parseWhen({ explain, showPrompt }: RawExplainOptions): ExplainConfig['when'] | null {
  const typed = typeof explain === 'string' ? (parseBoolean(explain) ?? explain) : explain;
  if (typed === undefined || typed === false) return showPrompt ? 'auto' : null;
  if (typed === true || typed === 'auto') return 'auto';
  if (typed === 'required') return 'required';
  throw usage(
    `--explain: "${typed}" is not known`,
    'write --explain or --explain=required; MEKHANIKUBE_EXPLAIN takes auto, required or off',
  );
}

/** A name as registries have it; anything else would only be said to be missing. */
function parseModel(name: string): string {
  if (/^[\w.-]+(:\d+)?(\/[\w.-]+)*(:[\w.-]+)?$/.test(name)) return name;
  throw usage(
    `--model: "${name}" is no name of a model`,
    'for example qwen3:4b-instruct; mekhanikube model list names the installed ones',
  );
}

function parseBackend(name: string): ExplainConfig['backend'] {
  if (name === 'ollama' || name === 'openai') return name;
  throw usage(`--backend: "${name}" is no backend`, 'one of: ollama, openai (any server with its API)');
}

/** `German`, `german` or `de`. */
export function parseLanguage(text: string): Language {
  const typed = text.trim().toLowerCase();
  const language =
    LANGUAGES.find((known) => known.toLowerCase() === typed) ?? LANGUAGE_CODES[typed.split(/[-_]/)[0] ?? ''];
  if (language !== undefined) return language;
  const near = nearMisses(text, LANGUAGES);
  throw usage(
    `--language: "${text}" is no language that can be checked`,
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `one of: ${LANGUAGES.join(', ')}`,
  );
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
