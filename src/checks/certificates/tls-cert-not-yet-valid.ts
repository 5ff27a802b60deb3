import { z } from 'zod';
import { validityOf } from '../../kube/certificates/expiry.ts';
import { certificatesBySecret, issuedBy } from '../../kube/certificates/issued.ts';
import { shownBy, shownText } from '../../kube/certificates/shown.ts';
import { renewalSteps } from '../../kube/certificates/steps.ts';
import { CERTIFICATE_USERS, certificateUses } from '../../kube/certificates/uses.ts';
import { defineCheck } from '../define-check.ts';

export const tlsCertNotYetValid = defineCheck({
  id: 'tls-cert-not-yet-valid',
  title: 'Certificate is not valid yet',
  severity: 'high',
  level: 'cause',
  subject: 'Secret',
  consults: ['Certificate', ...CERTIFICATE_USERS],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets',
  facts: z.object({ begins: z.string(), now: z.string(), by: z.array(z.string()), served: z.boolean() }),
  message: ({ begins, now, ...shown }, { object }) =>
    `The certificate in Secret ${object.name} is valid from ${begins}, and the cluster has ${now}; it is ${shownText(shown)}`,
  fixes: (_facts, { object }) => renewalSteps(object),
  *find(secret, view) {
    const { tls } = secret;
    if (tls?.state !== 'ok' || validityOf(tls, view.takenAtMs).state !== 'not-yet') return;
    const { namespace = '', name } = secret.metadata;
    const shown = shownBy(secret, view.shared(certificateUses).get(`${namespace}/${name}`));
    if (!shown?.isServed) return;
    yield {
      cause: '',
      explains: shown.objects,
      explainedBy: issuedBy(secret, view.shared(certificatesBySecret)).troubled,
      facts: { begins: tls.notBefore, now: view.takenAt, by: shown.by, served: true },
      evidence: [{ path: 'tls.notBefore', value: tls.notBefore }, ...shown.seen],
    };
  },
});
