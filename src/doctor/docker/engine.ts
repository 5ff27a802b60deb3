import type { EngineKind } from '../../host/docker-facts.ts';
import type { DockerSideFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly version: string; readonly kind: EngineKind }
  | { readonly status: 'warn'; readonly what: 'denied' }
  | { readonly status: 'warn'; readonly what: 'stopped'; readonly said: string };

export const engine = defineLine<DockerSideFacts, Judged>({
  area: 'docker',
  name: 'engine',
  judge({ docker }) {
    if (docker.state !== 'present') return null;
    const found = docker.engine;
    if (found.state === 'running') return { status: 'ok', version: found.version, kind: found.kind };
    if (found.state === 'denied') return { status: 'warn', what: 'denied' };
    return { status: 'warn', what: 'stopped', said: found.said };
  },
  words(judged) {
    if (judged.status === 'ok') return { seen: `engine ${judged.version}, ${WHERE[judged.kind]}` };
    return judged.what === 'denied'
      ? {
          seen: 'this user may not talk to the engine',
          mend: 'join its group and log in again: sudo usermod -aG docker "$USER"',
        }
      : {
          seen: `the engine does not answer${judged.said === '' ? '' : `: ${judged.said}`}`,
          mend: 'start it: sudo systemctl start docker, or open Docker Desktop',
        };
  },
});

const WHERE: Readonly<Record<EngineKind, string>> = {
  native: "on this machine's own Linux",
  desktop: 'Docker Desktop',
  'virtual-machine': 'in a virtual machine on this one',
  remote: 'on another machine',
};
