import type { DockerSideFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { isOlder, versionNumbers } from '../version-number.ts';

/** The first that knows `depends_on: required: false`. @see https://docs.docker.com/reference/compose-file/services/#depends_on */
const OLDEST = [2, 20];

type Judged =
  | { readonly status: 'ok'; readonly version: string }
  | { readonly status: 'warn'; readonly what: 'missing' | 'late' }
  | { readonly status: 'warn'; readonly what: 'old'; readonly version: string };

export const compose = defineLine<DockerSideFacts, Judged>({
  area: 'docker',
  name: 'compose',
  judge({ docker }) {
    if (docker.state !== 'present') return null;
    const found = docker.compose;
    if (found.state !== 'present') return { status: 'warn', what: found.state };
    const numbers = versionNumbers(found.version) ?? [0, 0, 0];
    if (isOlder(numbers, OLDEST)) return { status: 'warn', what: 'old', version: found.version };
    return { status: 'ok', version: found.version };
  },
  words(judged) {
    if (judged.status === 'ok') return { seen: `Compose ${judged.version}` };
    switch (judged.what) {
      case 'missing':
        return { seen: 'no docker compose: the compose stack needs 2.20 or newer', mend: INSTALL };
      case 'late':
        return {
          seen: 'docker compose version does not come to an end',
          mend: 'see what it says: docker compose version',
        };
      case 'old':
        return { seen: `Compose ${judged.version} is too old for the stack, which needs 2.20 or newer`, mend: INSTALL };
    }
  },
});

const INSTALL = 'install the plugin docker-compose-plugin: https://docs.docker.com/compose/install/';
