import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { type ConfigReference, configReferencesOf, isHeldBackAt } from '../../kube/config/references.ts';
import { kubectl } from '../../kube/kubectl.ts';
import type { KubeObject, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { ConfigKey } from '../objects/config-data.ts';
import { refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import { isWorkload } from '../workloads/workload.ts';

const params = z.strictObject({
  name: z.string().min(1).max(253).describe('The ConfigMap that is missing'),
  source: z
    .strictObject({ data: z.record(ConfigKey, z.string()) })
    .optional()
    .describe('Its data, out of a backup or a file; values are never made up'),
});

export const configmapRecreate = defineAction({
  id: 'configmap.recreate',
  title: 'Make a missing ConfigMap again from a known source',
  on: ['DaemonSet', 'Deployment', 'Pod', 'StatefulSet'],
  risk: 'R2',
  rights: [
    { group: '', resource: 'configmaps', verb: 'create' },
    { group: '', resource: 'configmaps', verb: 'get' },
    { group: '', resource: 'pods', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#restrictions',
  params,
  example: { name: 'web-config', source: { data: { 'log.level': 'info' } } },
  look: ({ target, params: { name }, reader }) => reader.get('ConfigMap', target.metadata.namespace ?? null, name),
  propose: ({ target, params: { name, source }, facts: existing }) => {
    const pod = podIn(target);
    if (pod === null) return refused(wrongKind(target, 'Pod', 'workload'));
    const namespace = target.metadata.namespace ?? '';
    const what = refText(refOf(target));
    const references = configReferencesOf(pod, 'ConfigMap').filter((reference) => reference.name === name);
    const keys = neededKeys(references);
    const lacking = keys.filter((key) => !Object.hasOwn(source?.data ?? {}, key));
    const literals = (keys.length === 0 ? ['KEY'] : keys).map((key) => `--from-literal=${key}=VALUE`);
    const refusals = [
      refuseUnread(`ConfigMap ${namespace}/${name}`, existing),
      refuseIf(
        existing.state === 'found',
        'exists',
        `ConfigMap ${namespace}/${name} exists`,
        'config.restore changes its values',
      ),
      refuseIf(references.length === 0, 'not-referenced', `${what} does not use a ConfigMap ${name}`),
      refuseIf(
        source === undefined,
        'no-source',
        `nothing says what ConfigMap ${namespace}/${name} held, and values are not made up`,
        kubectl('create', 'configmap', '-n', namespace, name, ...literals),
      ),
      refuseIf(
        source !== undefined && lacking.length > 0,
        'source-lacks-keys',
        `${what} needs ${listText(lacking)}, which the source has not`,
      ),
    ];
    return unlessRefused(refusals, () => ({
      summary: `make ConfigMap ${namespace}/${name} again, which ${what} needs`,
      risk: 'R2',
      writes: [
        {
          verb: 'create',
          manifest: configMap(namespace, name, source?.data ?? {}),
        },
      ],
      effects: { podsDisrupted: 0, demand: { configmaps: 1, 'count/configmaps': 1 } },
      wayBack: `delete ConfigMap ${namespace}/${name}, if nobody has changed it since`,
    }));
  },
  verify: async ({ target, params: { name }, reader, written }) => {
    const namespace = target.metadata.namespace ?? null;
    const made = await reader.get('ConfigMap', namespace, name);
    if (made.state === 'unreadable')
      return { state: 'waiting', reason: `ConfigMap ${name} could not be read: ${made.reason}` };
    if (made.state === 'missing' || made.object.metadata.uid !== written[0]?.metadata.uid) {
      return { state: 'failed', reason: `ConfigMap ${name} is gone again` };
    }
    const pods = await reader.list('Pod', namespace);
    if (pods.state === 'unreadable') return { state: 'waiting', reason: `pods could not be read: ${pods.reason}` };
    const held = pods.objects.filter((pod) => isActive(pod) && waitsFor(pod, name)).map((pod) => refText(refOf(pod)));
    return held.length === 0
      ? { state: 'done', reason: `no pod waits for ConfigMap ${name} any more` }
      : { state: 'waiting', reason: `${listText(held)} still waits for ConfigMap ${name}` };
  },
});

/** A workload's pods, as its template says. */
function podIn(target: KubeObject): Pod | null {
  if (isOf(target, 'Pod')) return target;
  if (!isWorkload(target)) return null;
  const spec = target.spec?.template?.spec;
  return { apiVersion: 'v1', kind: 'Pod', metadata: target.metadata, ...(spec === undefined ? {} : { spec }) };
}

function neededKeys(references: readonly ConfigReference[]): readonly string[] {
  return [...new Set(references.flatMap(({ key, optional }) => (key === null || optional ? [] : [key])))].sort();
}

function waitsFor(pod: Pod, name: string): boolean {
  return configReferencesOf(pod, 'ConfigMap').some(
    (reference) => reference.name === name && !reference.optional && isHeldBackAt(pod, reference),
  );
}

/** What is written is a whole ConfigMap, of which the vocabulary knows only the keys. */
function configMap(namespace: string, name: string, data: Readonly<Record<string, string>>): KubeObject {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
  return manifest;
}
