import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether this process is in a container, and which network it has there. */
export interface ContainerFacts {
  /** Null outside of one. */
  readonly runtime: 'Docker' | 'Podman' | 'Kubernetes' | null;
  /** `host`: this machine's own; `own`: behind a bridge; null where it cannot be told, and outside of a container. */
  readonly network: 'host' | 'own' | 'none' | null;
}

/** A network interface as the kernel numbers it. */
export interface Interface {
  readonly name: string;
  readonly index: number;
  /** Its other end: itself for a card, another for one end of a pair. */
  readonly link: number;
}

/** @param root the folder that stands for `/` */
export function readContainer(env: Readonly<Record<string, string | undefined>>, root = '/'): ContainerFacts {
  const runtime = runtimeOf(env, root);
  return { runtime, network: runtime === null ? null : networkOf(readInterfaces(root)) };
}

function runtimeOf(env: Readonly<Record<string, string | undefined>>, root: string): ContainerFacts['runtime'] {
  if (existsSync(join(root, '.dockerenv'))) return 'Docker';
  if (existsSync(join(root, 'run/.containerenv'))) return 'Podman';
  return env['KUBERNETES_SERVICE_HOST'] ? 'Kubernetes' : null;
}

/** A bridge gives one end of a pair; cards and bridges themselves are seen in the host's network only. */
export function networkOf(interfaces: readonly Interface[]): ContainerFacts['network'] {
  if (interfaces.length === 0) return null;
  const others = interfaces.filter(({ name }) => name !== 'lo');
  if (others.length === 0) return 'none';
  return others.some(({ index, link }) => index === link) ? 'host' : 'own';
}

function readInterfaces(root: string): readonly Interface[] {
  const folder = join(root, 'sys/class/net');
  try {
    const number = (name: string, field: string) => Number(readFileSync(join(folder, name, field), 'utf8'));
    return readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'ifindex')))
      .map((name) => ({ name, index: number(name, 'ifindex'), link: number(name, 'iflink') }));
  } catch {
    return [];
  }
}
