import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { minorOf } from '../../kube/versions/removed-apis.ts';
import { defineCheck } from '../define-check.ts';

export const apiVersionDeprecatedCalls = defineCheck({
  id: 'api-version-deprecated-calls',
  title: 'Somebody calls a version that the upgrade removes',
  severity: 'medium',
  level: 'cause',
  subject: 'ControlPlane',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-policy/#rest-resources-aka-api-objects',
  facts: z.object({ api: z.string(), resource: z.string(), removedIn: z.string(), upgradeTo: z.string() }),
  message: ({ api, resource, removedIn, upgradeTo }) =>
    `Somebody has called ${resource} of ${api} since the API server was started; ${removedIn} removes it, and the ` +
    `upgrade is to ${upgradeTo}`,
  fixes: ({ api, resource }) => [
    {
      text: `Find out who calls ${resource} of ${api}: the audit log names users and programs, under k8s.io/deprecated`,
      command: `${kubectl('get', '--raw', '/metrics')} | grep '^apiserver_requested_deprecated_apis'`,
    },
  ],
  *find({ deprecatedCalls = [], upgradeTo = '' }) {
    const target = minorOf(upgradeTo);
    for (const { group, version, resource, removedIn } of deprecatedCalls) {
      const gone = minorOf(removedIn);
      if (target === undefined || gone === undefined || gone > target) continue;
      const api = group === '' ? version : `${group}/${version}`;
      yield {
        cause: `${api}/${resource}`,
        latent: true,
        facts: { api, resource, removedIn, upgradeTo },
        evidence: [{ path: `deprecatedCalls[${api}/${resource}].removedIn`, value: removedIn }],
      };
    }
  },
});
