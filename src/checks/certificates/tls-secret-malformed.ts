import { z } from 'zod';
import { certificatesBySecret, issuedBy } from '../../kube/certificates/issued.ts';
import { isFront, shownBy, shownText } from '../../kube/certificates/shown.ts';
import { renewalSteps } from '../../kube/certificates/steps.ts';
import { CERTIFICATE_USERS, certificateUses } from '../../kube/certificates/uses.ts';
import { TLS_PROBLEMS } from '../../kube/object.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Some create the Secret first and fill it then. */
const FILLING_MS = 2 * MINUTE_MS;

const TEXTS: Readonly<Record<(typeof TLS_PROBLEMS)[number], string>> = {
  'no-certificate': 'holds no certificate under tls.crt',
  'certificate-unreadable': 'holds something under tls.crt that is no certificate in PEM',
  'no-key': 'holds no key under tls.key',
  'key-unreadable': 'holds something under tls.key that is no private key in PEM',
  'key-encrypted': 'holds a key under tls.key that is encrypted, and nobody has its passphrase',
  'key-mismatch': 'holds a key that does not belong to its certificate',
  'chain-order': 'holds its certificates in the wrong order: the key belongs to another than the first',
};

export const tlsSecretMalformed = defineCheck({
  id: 'tls-secret-malformed',
  title: 'TLS Secret cannot be used',
  severity: 'high',
  level: 'cause',
  subject: 'Secret',
  consults: ['Certificate', ...CERTIFICATE_USERS],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets',
  facts: z.object({ problem: z.enum(TLS_PROBLEMS), by: z.array(z.string()), served: z.boolean() }),
  message: ({ problem, ...shown }, { object }) => `Secret ${object.name}, ${shownText(shown)}, ${TEXTS[problem]}`,
  fixes: (_facts, { object }) => renewalSteps(object),
  *find(secret, view) {
    const { tls, keys } = secret;
    if (tls?.state === 'ok' || keys === undefined) return;
    const { namespace = '', name, creationTimestamp } = secret.metadata;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < FILLING_MS) return;
    // Other Secrets that a pod mounts need not be for TLS at all.
    const uses = view.shared(certificateUses).get(`${namespace}/${name}`)?.filter(isFront);
    const shown = shownBy(secret, uses);
    if (shown === undefined) return;
    const problem = tls?.problem ?? 'no-certificate';
    yield {
      cause: problem,
      explains: shown.objects,
      explainedBy: issuedBy(secret, view.shared(certificatesBySecret)).troubled,
      facts: { problem, by: shown.by, served: true },
      evidence: [{ path: 'tls.problem', value: problem }, { path: 'keys', value: [...keys] }, ...shown.seen],
    };
  },
});
