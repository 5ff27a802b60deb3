import { inNamespaceOf, kubectl } from '../kubectl.ts';
import type { ObjectRef } from '../object-ref.ts';

/** How a certificate in a Secret is replaced. */
export function renewalSteps(secret: ObjectRef): readonly { readonly text: string; readonly command: string }[] {
  const files = ['--cert=PATH/TO/tls.crt', '--key=PATH/TO/tls.key'];
  const place = inNamespaceOf(secret);
  const made = kubectl('create', 'secret', 'tls', secret.name, ...place, ...files, '--dry-run=client', '-o', 'yaml');
  return [
    { text: 'Put the right certificate and its key into the Secret', command: `${made} | kubectl apply -f -` },
    {
      text: 'With cert-manager, see what it says of the certificate',
      command: kubectl('describe', ...place, 'certificates,certificaterequests'),
    },
  ];
}
