import type { Progress as ReadProgress } from '../../cluster/index.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  readonly update: (progress: ReadProgress) => void;
  readonly stop: () => void;
}

/** A small cluster is read before anybody looks. */
const SHOW_AFTER_MS = 400;
/** Logs get a line now and then. */
const LINE_EVERY_MS = 10_000;

/** Shows progress on standard error: a line that changes on a terminal, a line every ten seconds elsewhere. */
export function createProgress(terminal: Terminal, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, stop: () => {} };
  return terminal.isTty ? spinning(terminal) : plainLines();
}

function spinning(terminal: Terminal): Progress {
  let latest = 'Reading the cluster';
  let spinner: { text: string; stop(): unknown } | undefined;
  let stopped = false;
  const timer = setTimeout(async () => {
    const { default: ora } = await import('ora');
    if (!stopped) spinner = ora({ text: latest, color: terminal.color ? 'cyan' : false, discardStdin: false }).start();
  }, SHOW_AFTER_MS);
  return {
    update: (progress) => {
      latest = textOf(progress);
      if (spinner !== undefined) spinner.text = latest;
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

function plainLines(): Progress {
  let last = performance.now();
  return {
    update: (progress) => {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      process.stderr.write(`${textOf(progress)}\n`);
    },
    stop: () => {},
  };
}

function textOf({ kindsDone, kindsAsked, allObjects }: ReadProgress): string {
  return `Reading the cluster: ${kindsDone} of ${kindsAsked} kinds, ${allObjects} objects`;
}
