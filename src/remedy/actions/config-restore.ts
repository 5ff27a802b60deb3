import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { configReferencesOf } from '../../kube/config/references.ts';
import type { KubeObject, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { defineAction, refused } from '../action.ts';
import { ConfigKey, configDataOf } from '../objects/config-data.ts';
import { listed, refuseIf, refuseUnread, unlessRefused } from '../objects/judged.ts';
import { fieldsHold } from '../objects/live-state.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import type { Edit } from '../write.ts';

const params = z.strictObject({
  source: z
    .strictObject({ data: z.record(ConfigKey, z.string()) })
    .describe('The ConfigMap as it was, out of a backup or a file: its data'),
  keys: z.array(ConfigKey).min(1).optional().describe('Only these keys of it; all where absent'),
});

type Params = z.infer<typeof params>;

export const configRestore = defineAction({
  id: 'config.restore',
  title: 'Bring back earlier values of a ConfigMap',
  on: ['ConfigMap'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'configmaps', verb: 'patch' },
    { group: '', resource: 'pods', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  params,
  example: { source: { data: { 'log.level': 'info' } }, keys: ['log.level'] },
  look: ({ target, reader }) => reader.list('Pod', target.metadata.namespace ?? null),
  propose: ({ target, params: wanted, facts: pods }) => {
    if (target.kind !== 'ConfigMap') return refused(wrongKind(target, 'ConfigMap'));
    const what = refText(refOf(target));
    const now = configDataOf(target);
    const edits = editsFor(wanted).filter(({ path, value }) => now?.data[String(path[1])] !== value);
    const absent = (wanted.keys ?? []).filter((key) => !Object.hasOwn(wanted.source.data, key));
    const binary = editsFor(wanted).flatMap(({ path }) =>
      Object.hasOwn(now?.binaryData ?? {}, String(path[1])) ? [String(path[1])] : [],
    );
    const users = consumersOf(target, listed(pods));
    const refusals = [
      refuseIf(now === null, 'facts-unreadable', `the data of ${what} reads otherwise than a ConfigMap's`),
      refuseIf(
        now?.immutable === true,
        'immutable',
        `${what} is immutable`,
        'make one of another name and point its users to it',
      ),
      refuseIf(absent.length > 0, 'source-lacks-keys', `the source has no ${listText(absent)}`),
      refuseIf(binary.length > 0, 'binary-keys', `${listText(binary)} of ${what} is binary data`),
      refuseUnread(`pods of namespace ${target.metadata.namespace ?? ''}, which may use ${what},`, pods),
      refuseIf(
        now !== null && absent.length === 0 && edits.length === 0,
        'nothing-changes',
        `${what} holds these values already`,
      ),
    ];
    return unlessRefused(refusals, () => ({
      summary: `bring back ${listText(edits.map(({ path }) => String(path[1])))} of ${what}`,
      risk: users.length === 0 ? 'R2' : 'R3',
      writes: [{ verb: 'patch', before: target, edits }],
      effects: { podsDisrupted: 0 },
      wayBack: 'the same keys get the values that they have now, or go where they were absent',
      notes:
        users.length === 0
          ? ['no pod uses it']
          : [`used by ${listText(users)}; what is read at the start needs a restart`],
    }));
  },
  verify: ({ target, params: wanted, reader }) => fieldsHold(reader, target, editsFor(wanted)),
});

function editsFor({ source, keys }: Params): readonly Edit[] {
  const entries = Object.entries(source.data).filter(([key]) => keys === undefined || keys.includes(key));
  return entries.map(([key, value]) => ({ path: ['data', key], value }));
}

function consumersOf(config: KubeObject, pods: readonly Pod[]): readonly string[] {
  const using = pods.filter(
    (pod) => isActive(pod) && configReferencesOf(pod, 'ConfigMap').some(({ name }) => name === config.metadata.name),
  );
  return using.map((pod) => refText(refOf(pod)));
}
