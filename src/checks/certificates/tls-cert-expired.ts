import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { dayOf, validityOf } from '../../kube/certificates/expiry.ts';
import { certificatesBySecret, issuedBy } from '../../kube/certificates/issued.ts';
import { shownBy, shownText } from '../../kube/certificates/shown.ts';
import { renewalSteps } from '../../kube/certificates/steps.ts';
import { CERTIFICATE_USERS, certificateUses } from '../../kube/certificates/uses.ts';
import { defineCheck } from '../define-check.ts';

export const tlsCertExpired = defineCheck({
  id: 'tls-cert-expired',
  title: 'Certificate has expired',
  severity: 'critical',
  level: 'cause',
  subject: 'Secret',
  consults: ['Certificate', ...CERTIFICATE_USERS],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets',
  facts: z.object({ expired: z.string(), hosts: z.array(z.string()), by: z.array(z.string()), served: z.boolean() }),
  message: ({ expired, hosts, ...shown }, { object }) =>
    `Secret ${object.name} holds a certificate${hosts.length > 0 ? ` for ${listText(hosts, 3)}` : ''} that expired on ` +
    `${dayOf(expired)}, ${shownText(shown)}`,
  fixes: (_facts, { object }) => renewalSteps(object),
  *find(secret, view) {
    const { tls } = secret;
    if (tls?.state !== 'ok' || validityOf(tls, view.takenAtMs).state !== 'expired') return;
    const { namespace = '', name } = secret.metadata;
    const shown = shownBy(secret, view.shared(certificateUses).get(`${namespace}/${name}`));
    if (shown === undefined) return;
    const { troubled } = issuedBy(secret, view.shared(certificatesBySecret));
    yield {
      cause: '',
      severity: shown.isServed ? 'critical' : 'medium',
      since: tls.notAfter,
      latent: !shown.isServed,
      explains: shown.objects,
      explainedBy: troubled,
      facts: { expired: tls.notAfter, hosts: [...tls.hosts], by: shown.by, served: shown.isServed },
      evidence: [{ path: 'tls.notAfter', value: tls.notAfter }, ...shown.seen],
    };
  },
});
