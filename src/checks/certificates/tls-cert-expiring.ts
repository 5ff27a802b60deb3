import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { dayOf, isRenewalAhead, validityOf } from '../../kube/certificates/expiry.ts';
import { certificatesBySecret, issuedBy } from '../../kube/certificates/issued.ts';
import { shownBy, shownText } from '../../kube/certificates/shown.ts';
import { renewalSteps } from '../../kube/certificates/steps.ts';
import { CERTIFICATE_USERS, certificateUses } from '../../kube/certificates/uses.ts';
import { defineCheck } from '../define-check.ts';

export const tlsCertExpiring = defineCheck({
  id: 'tls-cert-expiring',
  title: 'Certificate expires soon',
  severity: 'medium',
  level: 'cause',
  subject: 'Secret',
  consults: ['Certificate', ...CERTIFICATE_USERS],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets',
  facts: z.object({ expires: z.string(), hosts: z.array(z.string()), by: z.array(z.string()), served: z.boolean() }),
  message: ({ expires, hosts, ...shown }, { object }) =>
    `Secret ${object.name} holds a certificate${hosts.length > 0 ? ` for ${listText(hosts, 3)}` : ''} that expires on ` +
    `${dayOf(expires)}, ${shownText(shown)}`,
  fixes: (_facts, { object }) => renewalSteps(object),
  *find(secret, view) {
    const { tls } = secret;
    const validity = tls?.state === 'ok' ? validityOf(tls, view.takenAtMs) : undefined;
    if (tls?.state !== 'ok' || validity?.state !== 'expiring') return;
    const { namespace = '', name } = secret.metadata;
    const shown = shownBy(secret, view.shared(certificateUses).get(`${namespace}/${name}`));
    const { troubled, renewalTime } = issuedBy(secret, view.shared(certificatesBySecret));
    if (!shown?.isServed || (troubled.length === 0 && isRenewalAhead(renewalTime, view.takenAtMs))) return;
    yield {
      cause: '',
      severity: validity.severity,
      latent: true,
      explainedBy: troubled,
      facts: { expires: tls.notAfter, hosts: [...tls.hosts], by: shown.by, served: true },
      evidence: [{ path: 'tls.notAfter', value: tls.notAfter }, ...shown.seen],
    };
  },
});
