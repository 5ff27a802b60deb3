/** What a stream of the process can show. */
export interface Terminal {
  readonly isTty: boolean;
  readonly color: boolean;
  /** Somebody reads it afterwards, as in a pipeline: nothing that moves, and a line for each phase at most. */
  readonly isLog: boolean;
  /** Columns; 80 where nobody says. */
  readonly width: number;
}

/** The flags that say how to print. */
export interface DisplayOptions {
  /** `--color=always|never|auto`; false for `--no-color`. */
  readonly color?: string | boolean;
  /** What is printed goes to the log of a pipeline. */
  readonly ci?: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Judges one stream; standard output and standard error are judged apart. */
export function terminalOf(stream: Stream, options: DisplayOptions, env: Environment): Terminal {
  const isTty = stream.isTTY === true;
  return { isTty, isLog: options.ci === true, color: wantsColor(isTty, options, env), width: widthOf(stream, env) };
}

/**
 * Whether to use colour. The flag wins, then FORCE_COLOR and CLICOLOR_FORCE, then NO_COLOR, then CLICOLOR=0, then
 * whether it is a terminal that is not dumb.
 * @see https://no-color.org
 */
function wantsColor(isTty: boolean, { color }: DisplayOptions, env: Environment): boolean {
  if (color === 'always') return true;
  if (color === 'never' || color === false) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env['CLICOLOR_FORCE'] !== undefined && env['CLICOLOR_FORCE'] !== '0') return true;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['CLICOLOR'] === '0') return false;
  return isTty && env['TERM'] !== 'dumb';
}

function widthOf(stream: Stream, env: Environment): number {
  if (stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 20 ? columns : 80;
}
