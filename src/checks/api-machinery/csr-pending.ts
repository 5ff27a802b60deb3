import { z } from 'zod';
import { KUBELET_SIGNERS, pendingRequests } from '../../kube/certificates/signing-requests.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const csrPending = defineCheck({
  id: 'csr-pending',
  title: 'Certificate request of a kubelet waits for approval',
  severity: 'medium',
  level: 'cause',
  subject: 'CertificateSigningRequest',
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers',
  facts: z.object({ signer: z.string(), requestor: z.string(), count: z.int(), oldest: z.string() }),
  message: ({ signer, requestor, count, oldest }) =>
    `${count === 1 ? 'A certificate request' : `${count} certificate requests`} of ${requestor} to ${signer} ` +
    `${count === 1 ? 'is' : 'are'} neither approved nor denied, ` +
    (signer === KUBELET_SIGNERS.client ? 'so its node cannot join' : 'so logs, exec and metrics of its node may fail') +
    `; the oldest is ${oldest}`,
  fixes: ({ oldest }) => [
    { text: 'See who asks for what', command: kubectl('describe', 'certificatesigningrequest', oldest) },
    {
      text: 'Approve it, if the node is one of yours',
      command: kubectl('certificate', 'approve', oldest),
    },
  ],
  *find(request, view) {
    const group = view.shared(pendingRequests).get(request.metadata.name);
    if (group === undefined) return;
    const { signer, requestor, count, node } = group;
    yield {
      cause: signer,
      severity: signer === KUBELET_SIGNERS.client ? 'high' : 'medium',
      since: request.metadata.creationTimestamp,
      ...(node === null ? {} : { shared: refTo('Node', null, node) }),
      facts: { signer, requestor, count, oldest: request.metadata.name },
      evidence: [
        { path: 'spec.signerName', value: signer },
        { path: 'spec.username', value: requestor },
      ],
    };
  },
});
