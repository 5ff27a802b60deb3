import type { Terminal } from './terminal.ts';

export interface Progress {
  /** What is being done now. `detail` is for a terminal only: it changes too often for a log. */
  readonly update: (text: string, detail?: string) => void;
  readonly stop: () => void;
}

/** A small cluster is read before anybody looks. */
const SHOW_AFTER_MS = 400;
/** Logs get a line now and then. */
const LINE_EVERY_MS = 10_000;

/**
 * Shows progress on standard error: a line that changes on a terminal, one line in all in the log of a pipeline, and
 * elsewhere a line every ten seconds.
 */
export function createProgress(terminal: Terminal, quiet: boolean, first: string): Progress {
  if (quiet) return { update: () => {}, stop: () => {} };
  if (terminal.isLog) return oneLine(first);
  // A terminal of no width, as some recorders make, has no lines that a spinner could take back.
  const canRedraw = terminal.isTty && process.stderr.columns > 0;
  return canRedraw ? spinning(terminal, first) : plainLines();
}

function spinning(terminal: Terminal, first: string): Progress {
  let latest = first;
  let spinner: { text: string; stop(): unknown } | undefined;
  let stopped = false;
  const timer = setTimeout(async () => {
    const { default: ora } = await import('ora');
    if (!stopped) spinner = ora({ text: latest, color: terminal.color ? 'cyan' : false, discardStdin: false }).start();
  }, SHOW_AFTER_MS);
  return {
    update: (text, detail) => {
      latest = detail === undefined ? text : `${text}\n  ${detail}`;
      if (spinner !== undefined) spinner.text = latest;
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

function oneLine(text: string): Progress {
  process.stderr.write(`${text}\n`);
  return { update: () => {}, stop: () => {} };
}

function plainLines(): Progress {
  let last = performance.now();
  return {
    update: (text) => {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      process.stderr.write(`${text}\n`);
    },
    stop: () => {},
  };
}
