import { z } from 'zod';
import { dayOf, validityOf } from '../../kube/certificates/expiry.ts';
import { defineCheck } from '../define-check.ts';

export const apiserverCertExpiring = defineCheck({
  id: 'apiserver-cert-expiring',
  title: 'Certificate of the API server expires soon',
  severity: 'high',
  level: 'cause',
  subject: 'ControlPlane',
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-certs/',
  facts: z.object({ expires: z.string(), expired: z.boolean() }),
  message: ({ expires, expired }) =>
    `The certificate of the API server ${expired ? 'expired' : 'expires'} on ${dayOf(expires)}, and then ` +
    'nobody can reach the cluster any more',
  fixes: () => [
    {
      text: 'See when each certificate of a kubeadm cluster expires, on the machine of the control plane',
      command: 'kubeadm certs check-expiration',
    },
    { text: 'Renew them all, then restart the control plane', command: 'kubeadm certs renew all' },
  ],
  *find({ servingCertificate }, view) {
    const validity = servingCertificate === undefined ? undefined : validityOf(servingCertificate, view.takenAtMs);
    if (servingCertificate === undefined || (validity?.state !== 'expiring' && validity?.state !== 'expired')) return;
    const expired = validity.state === 'expired';
    yield {
      cause: '',
      severity: expired || validity.severity === 'high' ? 'critical' : 'high',
      latent: !expired,
      facts: { expires: servingCertificate.notAfter, expired },
      evidence: [{ path: 'servingCertificate.notAfter', value: servingCertificate.notAfter }],
    };
  },
});
