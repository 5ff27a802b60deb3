import { CommanderError } from 'commander';
import { MekhanikubeError } from '../base/errors.ts';
import { EXIT, exitCodeFor } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { errorText } from './ui/error-text.ts';

/**
 * Runs the command line and returns its exit code.
 *
 * The composition root: the one place that turns errors into text.
 * @param argv as `process.argv`
 * @param version of the package
 */
export async function main(argv: readonly string[], version: string): Promise<number> {
  forgetEmptyVariables();
  // A reader that has gone away ends the output, not the program: it has nobody left to tell.
  process.stdout.on('error', () => {});
  const interruption = new AbortController();
  const onInterrupt = (): void => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort(new MekhanikubeError('interrupted', 'interrupted'));
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  let exitCode: number = EXIT.ok;
  const program = createProgram({
    version,
    argv,
    signal: interruption.signal,
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync(argv.map(withValue));
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const error = interruption.signal.aborted ? interruption.signal.reason : thrown;
    process.stderr.write(errorText(error, argv.includes('--debug')));
    return error instanceof MekhanikubeError ? exitCodeFor(error.code) : EXIT.internal;
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  }
}

/** A variable that is set to nothing, as compose files and CI systems do, is not set. */
function forgetEmptyVariables(): void {
  for (const [name, value] of Object.entries(process.env)) {
    if (value === '' && name.startsWith('MEKHANIKUBE_')) delete process.env[name];
  }
}

/** `--explain deploy/web` explains that Deployment: what follows is the object, and not when to explain. */
function withValue(word: string): string {
  return word === '--explain' ? '--explain=auto' : word;
}
