import { z } from 'zod';
import { dayOf, isShortLived, validityOf } from '../../kube/certificates/expiry.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const clientCertExpiring = defineCheck({
  id: 'client-cert-expiring',
  title: 'Client certificate of the kubeconfig expires soon',
  severity: 'high',
  level: 'cause',
  subject: 'ControlPlane',
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-certs/',
  facts: z.object({ expires: z.string(), expired: z.boolean() }),
  message: ({ expires, expired }) =>
    `The client certificate with which we log in ${expired ? 'expired' : 'expires'} on ${dayOf(expires)}, and then ` +
    'this kubeconfig opens nothing any more',
  fixes: () => [
    {
      text: 'See which user of the kubeconfig has it, and ask whoever issued it for a new one',
      command: kubectl('config', 'view', '--minify'),
    },
    {
      text: 'For the kubeconfig of an administrator of a kubeadm cluster, on the machine of the control plane',
      command: 'kubeadm certs renew admin.conf',
    },
  ],
  *find({ clientCertificate }, view) {
    if (clientCertificate === undefined || isShortLived(clientCertificate)) return;
    const validity = validityOf(clientCertificate, view.takenAtMs);
    if (validity.state !== 'expiring' && validity.state !== 'expired') return;
    const expired = validity.state === 'expired';
    yield {
      cause: '',
      severity: expired || validity.severity === 'high' ? 'critical' : 'high',
      latent: !expired,
      facts: { expires: clientCertificate.notAfter, expired },
      evidence: [{ path: 'clientCertificate.notAfter', value: clientCertificate.notAfter }],
    };
  },
});
