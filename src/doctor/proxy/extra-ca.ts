import { countText } from '../../base/list-text.ts';
import type { ExtraCaFacts } from '../../host/extra-ca.ts';
import type { ProxyFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'skip' }
  | { readonly status: 'ok' | 'warn'; readonly file: Extract<ExtraCaFacts, { state: 'present' }> }
  | { readonly status: 'fail'; readonly path: string; readonly what: 'missing' | 'not-certificates' };

/** Node itself only warns, and goes on without what it was told to trust. */
export const extraCa = defineLine<ProxyFacts, Judged>({
  area: 'proxy',
  name: 'extra-ca',
  judge({ extraCa: file }) {
    switch (file.state) {
      case 'unset':
        return { status: 'skip' };
      case 'present':
        // The bundles of systems hold old authorities by the dozen.
        return { status: file.expired === file.certificates ? 'warn' : 'ok', file };
      case 'missing':
      case 'not-certificates':
        return { status: 'fail', path: file.path, what: file.state };
    }
  },
  words(judged) {
    switch (judged.status) {
      case 'skip':
        return { seen: 'NODE_EXTRA_CA_CERTS is not set' };
      case 'fail':
        return {
          seen: `NODE_EXTRA_CA_CERTS names ${judged.path}, which ${judged.what === 'missing' ? 'cannot be read' : 'holds no certificates in PEM'}`,
          mend: 'name a PEM file there, or unset NODE_EXTRA_CA_CERTS',
        };
      default: {
        const { path, certificates, expired } = judged.file;
        const past = expired === 0 ? '' : `, ${expired} of them expired`;
        return {
          seen: `NODE_EXTRA_CA_CERTS adds ${countText(certificates, 'certificate')} of ${path}${past}`,
          mend: judged.status === 'ok' ? null : 'put their successors in',
        };
      }
    }
  },
});
