import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

/** Long enough to log in in a browser that the plugin opens. */
const PLUGIN_MS = 60_000;

/**
 * Ends a credential plugin that does not end by itself, and gives it an empty keyboard to read from.
 *
 * The Kubernetes client runs plugins by a function that it keeps in a field; where a later version keeps none, plugins
 * run for as long as they like.
 */
export function limitPlugins(client: object, limitMs = PLUGIN_MS): void {
  const authenticators: unknown = Reflect.get(client, 'authenticators');
  for (const authenticator of Array.isArray(authenticators) ? authenticators : []) {
    const run: unknown = Reflect.get(authenticator, 'execFn');
    if (typeof run !== 'function') continue;
    Reflect.set(authenticator, 'execFn', (command: unknown, args: unknown, options: object) => {
      const stdio = ['ignore', 'pipe', 'pipe'];
      const plugin: unknown = Reflect.apply(run, undefined, [command, args ?? [], { ...options, stdio }]);
      if (isRunning(plugin)) endAfter(plugin, limitMs);
      return plugin;
    });
  }
}

interface Running extends EventEmitter {
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(signal: NodeJS.Signals): boolean;
}

function isRunning(plugin: unknown): plugin is Running {
  return (
    plugin instanceof EventEmitter &&
    'kill' in plugin &&
    'stdout' in plugin &&
    plugin.stdout instanceof Readable &&
    'stderr' in plugin &&
    plugin.stderr instanceof Readable
  );
}

function endAfter(plugin: Running, limitMs: number): void {
  const timer = setTimeout(() => {
    plugin.emit('error', new Error(`it did not end within ${limitMs / 1000} s`));
    plugin.kill('SIGKILL');
    // What it started may hold the other ends open.
    plugin.stdout.destroy();
    plugin.stderr.destroy();
  }, limitMs);
  plugin.once('close', () => clearTimeout(timer));
}
