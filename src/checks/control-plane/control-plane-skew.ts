import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { componentOf, newestServer, skewOf } from '../../kube/versions/components.ts';
import { minorsText } from '../../kube/versions/minors.ts';
import { defineCheck } from '../define-check.ts';

export const controlPlaneSkew = defineCheck({
  id: 'control-plane-skew',
  title: 'Component of the control plane does not fit the API server',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  reads: ['ControlPlane'],
  source: 'https://kubernetes.io/releases/version-skew-policy/#supported-version-skew',
  facts: z.object({
    component: z.string(),
    version: z.string(),
    server: z.string(),
    skew: z.enum(['newer', 'older']),
    minors: z.int(),
  }),
  message: ({ component, version, server, skew, minors }) =>
    `${component} ${version} is ${minorsText(minors)} ${skew} than the API server ${server}, ` +
    (skew === 'newer' ? 'and none may be newer than it' : 'and no release was tested with one so old'),
  fixes: ({ component, skew }) => [
    {
      text: 'See which versions run',
      command: kubectl(
        'get',
        'pods',
        '-n',
        'kube-system',
        '-o',
        'custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image',
      ),
    },
    {
      text:
        skew === 'newer'
          ? 'Finish the upgrade: the API servers come first'
          : `Upgrade ${component} to the version of the API server`,
      command: null,
    },
  ],
  *find(pod, view) {
    const component = componentOf(pod);
    const server = component === undefined ? undefined : view.shared(newestServer);
    if (component === undefined || server === undefined) return;
    const skew = skewOf(component, server.minor);
    if (skew === null) return;
    const { name, version, image } = component;
    yield {
      cause: `${name}/${version}`,
      latent: true,
      facts: {
        component: name,
        version,
        server: server.version,
        skew,
        minors: Math.abs(component.minor - server.minor),
      },
      evidence: [{ path: `spec.containers[name=${name}].image`, value: image }],
    };
  },
});
