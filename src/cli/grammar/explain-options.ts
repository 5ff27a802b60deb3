import type { Command } from 'commander';
import { MekhanikubeError } from '../../base/errors.ts';
import { option } from './options.ts';

/** The flags that say which model writes, and what it may get. */
export function addModelOptions(command: Command): void {
  command
    .optionsGroup('Which model:')
    .addOption(option('--backend <name>', 'ollama, or openai for any server with its API', 'BACKEND').default('ollama'))
    .addOption(option('--base-url <url>', "the server's address, instead of $OLLAMA_HOST", 'BASE_URL'))
    .addOption(option('--model <name>', 'instead of the best one that is installed', 'MODEL'))
    .addOption(
      option(
        '--language <name>',
        'of its words: English, Portuguese, Spanish, German, French or Chinese',
        'LANGUAGE',
      ).default('English'),
    )
    .option(
      '--allow-remote-model',
      'prompts may leave this machine and its private network (env: MEKHANIKUBE_ALLOW_REMOTE_MODEL)',
    )
    .addOption(option('--anonymize', 'mask every name before it is sent; the default for a remote server', 'ANONYMIZE'))
    .option('--no-anonymize', 'send names as they are, to a remote server too')
    .option('--no-cache', 'neither use nor keep stored answers')
    .option('--refresh', 'ask again although an answer is stored')
    .addOption(
      option('--explain-timeout <time>', 'for all its words together: 90s, 20m', 'EXPLAIN_TIMEOUT').default('10m'),
    )
    .option('--show-prompt', 'print exactly what a model would get, and send nothing');
}

/** Whether to explain, and with what. */
export function addExplainOptions(command: Command): void {
  command
    .optionsGroup('Explanations:')
    .addOption(
      option(
        '--explain [when]',
        'with the built-in knowledge, and a local model where one answers; =required fails without one',
        'EXPLAIN',
      ),
    );
  addModelOptions(command);
}

/** Flags that mean nothing without explanations. Their variables may stand in a profile, and mean nothing quietly. */
const NEED_EXPLAIN = [
  'backend',
  'baseUrl',
  'model',
  'language',
  'allowRemoteModel',
  'anonymize',
  'cache',
  'refresh',
  'explainTimeout',
];

/**
 * Refuses a flag about explanations where none is asked for.
 *
 * @throws MekhanikubeError `usage`
 */
export function needExplain(command: Command): void {
  if (command.getOptionValue('explain') !== undefined || command.getOptionValue('showPrompt') === true) return;
  const typed = NEED_EXPLAIN.find((name) => command.getOptionValueSource(name) === 'cli');
  if (typed === undefined) return;
  const flag = `--${typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new MekhanikubeError('usage', `${flag} is about explanations, and none is asked for`, {
    hint: 'add --explain',
  });
}
