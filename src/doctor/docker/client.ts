import type { DockerSideFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly version: string }
  | { readonly status: 'skip' }
  | { readonly status: 'warn'; readonly reason: string };

/** The compose stack needs Docker; the command line does not. */
export const client = defineLine<DockerSideFacts, Judged>({
  area: 'docker',
  name: 'client',
  judge({ docker }) {
    switch (docker.state) {
      case 'present':
        return { status: 'ok', version: docker.clientVersion };
      case 'missing':
        return { status: 'skip' };
      case 'late':
        return { status: 'warn', reason: 'docker version does not come to an end' };
      case 'failed':
        return { status: 'warn', reason: `docker cannot be used: ${docker.reason}` };
    }
  },
  words(judged) {
    switch (judged.status) {
      case 'ok':
        return { seen: `docker ${judged.version}` };
      case 'skip':
        return { seen: 'no docker: only the compose stack needs it' };
      case 'warn':
        return { seen: judged.reason, mend: 'restart Docker, and see what it says: docker version' };
    }
  },
});
