import { z } from 'zod';
import { failedPulls } from '../../kube/images/image-pulls.ts';
import { registryOf } from '../../kube/images/image-reference.ts';
import { registryRef } from '../../kube/images/registries.ts';
import { describe } from '../../kube/kubectl.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** What is wrong with the registry's certificate, by the text of the runtime. */
const PROBLEMS: readonly (readonly ['expired' | 'name' | 'plain-http' | 'untrusted', RegExp])[] = [
  ['plain-http', /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/],
  ['expired', /expired|not yet valid/],
  ['name', /valid for|doesn't contain any IP SANs|not valid for any names/],
  ['untrusted', /unknown authority|x509/],
];

export const imagePullTls = defineCheck({
  id: 'image-pull-tls',
  title: 'Certificate of the registry is not accepted',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
  facts: z.object({
    image: z.string(),
    registry: z.string(),
    node: z.string().nullable(),
    problem: z.enum(['expired', 'name', 'other', 'plain-http', 'untrusted']),
    text: z.string(),
  }),
  message: ({ registry, node, problem, text }) => {
    const who = node === null ? 'The node' : `Node ${node}`;
    switch (problem) {
      case 'expired':
        return `The certificate of registry ${registry} is not valid now (${text})`;
      case 'name':
        return `The certificate of registry ${registry} is for another name (${text})`;
      case 'plain-http':
        return `Registry ${registry} speaks plain HTTP, and ${who.replace(/^T/, 't').replace(/^N/, 'n')} asks it over TLS (${text})`;
      default:
        return `${who} does not trust the certificate of registry ${registry} (${text})`;
    }
  },
  fixes: ({ problem }, { object }) => [
    {
      text:
        problem === 'expired' || problem === 'name'
          ? "Renew the registry's certificate, with the name that images use; the kubelet tries again by itself"
          : problem === 'plain-http'
            ? 'Give the registry a certificate, or tell the container runtime of each node that it is plain HTTP'
            : "Give the authority that signed the registry's certificate to the container runtime of each node",
      command: null,
    },
    { text: 'See the whole text in the events', command: describe(object) },
  ],
  *find(pod, view) {
    for (const pull of view.shared(failedPulls)(pod)) {
      const since = unreadySince(pod);
      if (pull.class !== 'tls' || (since !== null && view.age(since) < 30 * SECOND_MS)) continue;
      const { container, image, text, seen } = pull;
      const registry = registryOf(image);
      const problem = PROBLEMS.find(([, pattern]) => pattern.test(text))?.[0] ?? ('other' as const);
      yield {
        cause: `${registry}/${problem}`,
        container,
        shared: registryRef(registry),
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        facts: { image, registry, node: pod.spec?.nodeName ?? null, problem, text },
        evidence: [...seen],
      };
    }
  },
});
