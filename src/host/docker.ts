import { z } from 'zod';
import { type CommandEnd, type CommandOptions, runCommand } from './command.ts';
import type { ComposeFacts, DockerFacts, EngineFacts } from './docker-facts.ts';
import { engineKind } from './engine-kind.ts';
import { firstLine } from './said.ts';

const Version = z.object({
  Client: z.object({ Version: z.string() }),
  Server: z
    .object({
      Version: z.string(),
      Platform: z.object({ Name: z.string() }).catch({ Name: '' }),
    })
    .nullish(),
});

/** Asks Docker's own client for what it is, what its engine is, and whether Compose is there. */
export async function askDocker(options: CommandOptions, platform = process.platform): Promise<DockerFacts> {
  const [version, compose, context] = await Promise.all([
    runCommand('docker', ['version', '--format', '{{json .}}'], options),
    runCommand('docker', ['compose', 'version', '--short'], options),
    runCommand('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], options),
  ]);
  if (version.state !== 'ended') return version;
  const parsed = Version.safeParse(jsonOf(version.stdout));
  if (!parsed.success) return { state: 'failed', reason: `its answer is no version: ${firstLine(said(version))}` };
  const { Client, Server } = parsed.data;
  const address = context.state === 'ended' && context.exitCode === 0 ? context.stdout.trim() : '';
  const engine: EngineFacts = Server
    ? { state: 'running', version: Server.Version, kind: engineKind(Server.Platform.Name, address, platform) }
    : withoutEngine(version.stderr);
  return { state: 'present', clientVersion: Client.Version, engine, compose: composeOf(compose) };
}

function withoutEngine(stderr: string): EngineFacts {
  return /permission denied/i.test(stderr) ? { state: 'denied' } : { state: 'stopped', said: firstLine(stderr) };
}

function composeOf(end: CommandEnd): ComposeFacts {
  if (end.state === 'late') return { state: 'late' };
  const version = end.state === 'ended' && end.exitCode === 0 ? /\d+\.\d+(\.\d+)?/.exec(end.stdout)?.[0] : undefined;
  return version === undefined ? { state: 'missing' } : { state: 'present', version };
}

function said({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  return firstLine(stderr) || firstLine(stdout) || 'nothing';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
