import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const SRC = pathToFileURL(`${import.meta.dirname}/../../../../src/remedy/`).href;

/** A process of its own that runs this code; `src` is where remedy's modules are. */
export interface Child {
  readonly process: ChildProcess;
  /** Its next line; undefined when there is none any more. */
  line(): Promise<string | undefined>;
  /** Ends it at once, and waits until it has. */
  kill(): Promise<void>;
  ended(): Promise<number | null>;
}

/** Starts it. */
export function child(code: string, ...given: readonly string[]): Child {
  const program = `const src = ${JSON.stringify(SRC)};\n${code}`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', program, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(started, 'exit');
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return {
    process: started,
    line: async () => (await lines.next()).value,
    async kill() {
      started.kill('SIGKILL');
      await exit;
    },
    ended: async () => (await exit)[0],
  };
}

/** Opens the state folder that its first argument names, and says so or why not. */
export const OPEN_STATE = `
const { openState } = await import(src + 'state/state.ts');
let state;
try {
  state = openState(process.argv[1], { access: 'write' });
  console.log('open ' + state.generation);
} catch (error) {
  console.log(error.code + ' ' + error.message);
  process.exit(3);
}
`;
