import { z } from 'zod';
import { conditionIn, conditionSeen, failedFor, isCurrent, standingSince } from '../../kube/custom/conditions.ts';
import { numberAt, textAt, textsAt } from '../../kube/custom/fields.ts';
import { haltOf, issuerOf } from '../../kube/custom/issuance.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refText, refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** An authority may take so long, and a new name until it is known everywhere. */
const PATIENCE_MS = 10 * MINUTE_MS;

export const certificateNotReady = defineCheck({
  id: 'certificate-not-ready',
  title: 'Certificate is not issued',
  severity: 'high',
  level: 'cause',
  subject: 'Certificate',
  consults: ['CertificateRequest', 'Challenge', 'ClusterIssuer', 'Issuer', 'Order'],
  source: 'https://cert-manager.io/docs/troubleshooting/',
  facts: z.object({
    secret: z.string(),
    names: z.array(z.string()),
    /** The object at which it stopped, and its issuer where that does not exist. */
    at: z.string(),
    issuerMissing: z.string().nullable(),
    says: z.string(),
    /** True where an older certificate is still in use, and only its renewal fails. */
    renewing: z.boolean(),
  }),
  message: ({ names, at, issuerMissing, says, renewing }) =>
    `The certificate${names.length === 0 ? '' : ` for ${names.slice(0, 3).join(', ')}`} is not ${renewing ? 'renewed' : 'issued'}: ` +
    (issuerMissing === null ? `${at} says ${says}` : `${issuerMissing} does not exist`),
  fixes: ({ secret }, { object }) => [
    { text: 'See the Certificate and its events', command: describe(object) },
    {
      text: 'See each step of the issuing',
      command: kubectl('get', 'certificaterequests,orders,challenges', ...inNamespaceOf(object)),
    },
    {
      text: 'See what the Secret holds now',
      command: kubectl('get', 'secret', secret, ...inNamespaceOf(object)),
    },
  ],
  *find(certificate, view) {
    const notReady = failedFor(certificate, 'Ready', PATIENCE_MS, view);
    const issuing = conditionIn(certificate.status, 'Issuing');
    const renewing = notReady === undefined && (numberAt(certificate.status, 'failedIssuanceAttempts') ?? 0) > 0;
    const condition =
      notReady ?? (renewing && conditionIn(certificate.status, 'Ready')?.status === 'True' ? issuing : undefined);
    if (condition === undefined || certificate.metadata.deletionTimestamp !== undefined) return;
    if (!isCurrent(condition, certificate)) return;
    const issuer = issuerOf(certificate);
    const found = issuer === null ? undefined : view.get(issuer.kind, issuer.namespace, issuer.name);
    const halt = haltOf(certificate, condition, view);
    const lost =
      found?.state === 'missing' && issuer !== null ? refTo(issuer.kind, issuer.namespace, issuer.name) : undefined;
    const down = found?.state === 'found' && conditionIn(found.object.status, 'Ready')?.status === 'False';
    yield {
      cause: lost === undefined ? (renewing ? 'renewal' : 'issuance') : refText(lost),
      severity: renewing ? 'medium' : 'high',
      latent: renewing,
      since: standingSince(condition),
      shared: lost,
      explainedBy: down && issuer !== null ? [refTo(issuer.kind, issuer.namespace, issuer.name)] : [],
      facts: {
        secret: textAt(certificate.spec, 'secretName'),
        names: [...textsAt(certificate.spec, 'dnsNames')],
        at: halt.object === certificate ? 'it' : `${halt.object.kind} ${halt.object.metadata.name}`,
        issuerMissing: lost === undefined ? null : `${lost.kind} ${lost.name}`,
        says: halt.says,
        renewing,
      },
      evidence: [
        ...conditionSeen(condition),
        ...(halt.object === certificate ? [] : [{ object: halt.object, path: halt.path, value: halt.says }]),
      ],
    };
  },
});
