import { z } from 'zod';
import { isKubelets } from '../../kube/certificates/signing-requests.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const csrFailed = defineCheck({
  id: 'csr-failed',
  title: 'Certificate request failed',
  severity: 'low',
  level: 'cause',
  subject: 'CertificateSigningRequest',
  source:
    'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signed-certificate-retention',
  facts: z.object({ signer: z.string(), requestor: z.string(), how: z.enum(['Failed', 'Denied']), says: z.string() }),
  message: ({ signer, requestor, how, says }) =>
    `The certificate request of ${requestor} to ${signer} ${how === 'Failed' ? 'could not be signed' : 'was denied'}` +
    (says === '' ? '' : `: ${says}`),
  fixes: (_facts, { object }) => [
    { text: 'See who asked for what', command: kubectl('describe', 'certificatesigningrequest', object.name) },
  ],
  *find(request, view) {
    const failed = conditionOf(request, 'Failed');
    const denied = conditionOf(request, 'Denied');
    // To deny a stranger's request is to do one's work; a kubelet's is another matter.
    const condition = failed?.status === 'True' ? failed : isKubelets(request) ? denied : undefined;
    if (condition === undefined || condition.status === 'False' || view.age(condition.lastTransitionTime) > DAY_MS)
      return;
    const { signerName = '', username = '' } = request.spec ?? {};
    yield {
      cause: `${signerName}/${username}`,
      since: condition.lastTransitionTime,
      facts: {
        signer: signerName,
        requestor: username,
        how: condition.type === 'Failed' ? ('Failed' as const) : ('Denied' as const),
        says: (condition.message || condition.reason).slice(0, 200),
      },
      evidence: [{ path: `${conditionPath(condition.type)}.message`, value: condition.message }],
    };
  },
});
