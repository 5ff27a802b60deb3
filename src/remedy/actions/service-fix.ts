import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { hasReadyEndpoint, type Service, selectsPods } from '../../kube/network/service-outage.ts';
import type { Pod } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { type Labels, labelsMatch, selectorText } from '../../kube/selectors.ts';
import type { PodTemplate } from '../../kube/workloads/templates.ts';
import { defineAction, type Proposal, type Refusal, refused } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { allTemplates, declaredPorts, matchedCandidates, slippedCandidates } from '../workloads/service-candidates.ts';
import { type EndpointSlice, endpointProgress, leadsSomewhere, slicesOf } from '../workloads/service-endpoints.ts';
import { right, targetAs, textOf, unreadable } from '../workloads/workload.ts';
import { type Edit, named } from '../write.ts';

const params = z
  .strictObject({
    selector: z
      .union([z.literal('nearest'), z.record(z.string(), z.string())])
      .optional()
      .describe(
        'nearest: that of the only workload from whose labels it differs by a slip of the hand; or the labels themselves',
      ),
    targetPort: z
      .union([z.literal('only'), z.int().min(1).max(65_535), z.string()])
      .optional()
      .describe('only: the only port that the pods declare; or one that they declare, by number or name'),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('which port of the Service; may be left out if it has only one'),
  })
  .refine(({ selector, targetPort }) => (selector === undefined) !== (targetPort === undefined), {
    message: 'give selector or targetPort',
  });
type Params = z.infer<typeof params>;

interface Facts {
  readonly slices: ListRead<EndpointSlice>;
  readonly templates: ListRead<PodTemplate>;
  readonly pods: ListRead<Pod>;
}

/** The same, once all of it could be read. */
interface Listed {
  readonly slices: readonly EndpointSlice[];
  readonly templates: readonly PodTemplate[];
  readonly pods: readonly Pod[];
}

export const serviceFix = defineAction({
  id: 'service.fix',
  title: 'Lead a Service to its pods',
  on: ['Service'],
  risk: 'R2',
  rights: [
    right('', 'services', 'patch'),
    right('', 'pods', 'list'),
    right('discovery.k8s.io', 'endpointslices', 'list'),
    ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map((resource) => right('apps', resource, 'list')),
    ...['cronjobs', 'jobs'].map((resource) => right('batch', resource, 'list')),
  ],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  params,
  example: { selector: 'nearest' },
  look: async ({ target, reader }): Promise<Facts> => {
    const { namespace = '' } = target.metadata;
    return {
      slices: await slicesOf(targetAs('Service', target), reader),
      templates: await allTemplates(namespace, reader),
      pods: await reader.list('Pod', namespace),
    };
  },
  propose: ({ target, params, facts }) => {
    const service = targetAs('Service', target);
    const { slices, templates, pods } = facts;
    if (!selectsPods(service))
      return refused({ id: 'no-selector', reason: `${textOf(service)} selects no pods by itself` });
    if (slices.state === 'unreadable') return refused(unreadable('EndpointSlices', slices.reason));
    if (templates.state === 'unreadable') return refused(unreadable('Workloads', templates.reason));
    if (pods.state === 'unreadable') return refused(unreadable('Pods', pods.reason));
    return params.targetPort === undefined
      ? proposeSelector(service, params, {
          slices: slices.objects,
          templates: templates.objects,
          pods: pods.objects,
        })
      : proposePort(service, params.targetPort, params.port, slices.objects, pods.objects);
  },
  verify: ({ target, params, reader }) => endpointProgress(target, params.port, reader),
});

function proposeSelector(
  service: Service,
  { selector = 'nearest' }: Params,
  { slices, templates, pods }: Listed,
): Proposal {
  const name = textOf(service);
  const now = service.spec?.selector ?? {};
  const reasons: Refusal[] = slices.some(hasReadyEndpoint)
    ? [{ id: 'has-endpoints', reason: `${name} has ready endpoints: it leads somewhere` }]
    : [];
  const matched = [
    ...matchedCandidates(strings(now), templates).map(({ workload }) => textOf(workload)),
    ...pods.filter((pod) => isActive(pod) && labelsMatch(now, pod.metadata.labels)).map(textOf),
  ];
  if (matched.length > 0) {
    const reason = `the selector of ${name} matches ${listText(matched)}: its pods are what is to be repaired`;
    reasons.push({ id: 'selector-matches', reason });
  }
  const wanting = templates.filter(({ desired }) => desired > 0);
  const found = selector === 'nearest' ? slippedCandidates(now, wanting) : matchedCandidates(selector, wanting);
  const [only] = found;
  if (only === undefined)
    reasons.push({ id: 'no-candidate', reason: `no workload that wants pods has labels that ${name} could mean` });
  if (found.length > 1) {
    const all = listText(found.map(({ workload }) => textOf(workload)));
    const hint =
      selector === 'nearest'
        ? `say which labels, for example ${paramFlag('selector', only?.selector)}`
        : 'say more labels, which only one of them has';
    reasons.push({ id: 'several-candidates', reason: `${name} could mean ${all}`, hint });
  }
  if (reasons.length > 0 || only === undefined) return refused(...reasons);
  return proposal(service, selectorEdits(now, only.selector), {
    summary: `set the selector of ${name} from ${text(now)} to ${text(only.selector)}, as ${textOf(only.workload)} has it`,
    wayBack: 'The old selector is put back',
  });
}

function text(labels: Labels): string {
  return selectorText({ matchLabels: labels });
}

function strings(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, value ?? '']));
}

function selectorEdits(now: Labels, wanted: Labels): readonly Edit[] {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(wanted)])];
  return keys
    .filter((key) => now[key] !== wanted[key])
    .map((key) => ({ path: ['spec', 'selector', key], value: wanted[key] }));
}

function proposePort(
  service: Service,
  wanted: string | number,
  number: number | undefined,
  slices: readonly EndpointSlice[],
  pods: readonly Pod[],
): Proposal {
  const name = textOf(service);
  const ports = (service.spec?.ports ?? []).filter((port) => number === undefined || port.port === number);
  const [port] = ports;
  if (port === undefined) return refused({ id: 'port-missing', reason: `${name} has no port ${number ?? ''}`.trim() });
  if (ports.length > 1)
    return refused({
      id: 'port-unclear',
      reason: `${name} has several such ports`,
      hint: `say which, for example ${paramFlag('port', port.port)}`,
    });
  const declared = declaredPorts(pods, service.spec?.selector ?? {}, port.protocol ?? 'TCP');
  const to =
    wanted === 'only' ? (declared.length === 1 ? declared[0] : undefined) : declared.find((one) => one === wanted);
  const reasons: Refusal[] = leadsSomewhere(port, slices)
    ? [{ id: 'has-endpoints', reason: `port ${port.port} of ${name} has ready endpoints: it leads somewhere` }]
    : [];
  if (to !== undefined && to === port.targetPort)
    reasons.push({ id: 'same-port', reason: `port ${port.port} of ${name} leads to ${to} already` });
  if (to === undefined) reasons.push(noPort(name, declared));
  if (reasons.length > 0 || to === undefined) return refused(...reasons);
  const key = port.name ? named(port.name) : { key: 'port', value: port.port ?? 0 };
  return proposal(service, [{ path: ['spec', 'ports', key, 'targetPort'], value: to }], {
    summary: `lead port ${port.port} of ${name} to ${to} in place of ${port.targetPort ?? port.port}`,
    wayBack: 'The old targetPort is put back',
  });
}

function noPort(name: string, declared: readonly (string | number)[]): Refusal {
  if (declared.length === 0)
    return { id: 'no-candidate', reason: `the pods of ${name} declare no port of that protocol` };
  const all = listText(declared.map(String));
  const hint = `say which, for example ${paramFlag('targetPort', declared[0])}`;
  return { id: 'several-candidates', reason: `the pods of ${name} declare ${all}`, hint };
}

function proposal(
  service: Service,
  edits: readonly Edit[],
  { summary, wayBack }: { summary: string; wayBack: string },
): Proposal {
  const effects = { podsDisrupted: 0 };
  return {
    state: 'proposed',
    summary,
    risk: 'R2',
    writes: [{ verb: 'patch', before: service, edits }],
    effects,
    wayBack,
  };
}
