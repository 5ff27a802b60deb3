import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { validityOf } from '../../kube/certificates/expiry.ts';
import { uncoveredHosts } from '../../kube/certificates/hosts.ts';
import { certificatesBySecret, issuedBy } from '../../kube/certificates/issued.ts';
import { isFront } from '../../kube/certificates/shown.ts';
import { renewalSteps } from '../../kube/certificates/steps.ts';
import { CERTIFICATE_USERS, certificateUses, shownNames } from '../../kube/certificates/uses.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const tlsCertHostMismatch = defineCheck({
  id: 'tls-cert-host-mismatch',
  title: 'Certificate is not for the host that it is shown for',
  severity: 'high',
  level: 'cause',
  subject: 'Secret',
  consults: ['Certificate', ...CERTIFICATE_USERS],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
  facts: z.object({ hosts: z.array(z.string()), names: z.array(z.string()), by: z.string() }),
  message: ({ hosts, names, by }, { object }) =>
    `${by} shows the certificate in Secret ${object.name} for ${listText(hosts)}, but it ` +
    (names.length === 0 ? 'names no host at all' : `is for ${listText(names)}`),
  fixes: (_facts, { object }) => renewalSteps(object),
  *find(secret, view) {
    const { tls } = secret;
    if (tls?.state !== 'ok' || ['expired', 'not-yet'].includes(validityOf(tls, view.takenAtMs).state)) return;
    const { namespace = '', name } = secret.metadata;
    const uses = view.shared(certificateUses).get(`${namespace}/${name}`)?.filter(isFront) ?? [];
    if (uses.length === 0) return;
    // Controllers choose by name: another certificate of the namespace may be the one that is shown.
    const others = (view.shared(shownNames).get(namespace) ?? []).filter((one) => one.secret !== name);
    const byUser = new Map<string, { hosts: Set<string>; seen: (typeof uses)[number]['seen'] }>();
    for (const { by, hosts, seen } of uses) {
      const bare = uncoveredHosts([...tls.hosts, ...others.flatMap((one) => one.hosts)], hosts);
      const key = refText(refOf(by));
      const known = byUser.get(key) ?? { hosts: new Set(), seen };
      for (const host of bare) known.hosts.add(host);
      if (bare.length > 0) byUser.set(key, known);
    }
    for (const [by, { hosts, seen }] of byUser) {
      yield {
        cause: by,
        explainedBy: issuedBy(secret, view.shared(certificatesBySecret)).troubled,
        facts: { hosts: [...hosts], names: [...tls.hosts], by },
        evidence: [
          { path: 'tls.hosts', value: [...tls.hosts] },
          { object: seen.object, path: seen.path, value: name },
        ],
      };
    }
  },
});
