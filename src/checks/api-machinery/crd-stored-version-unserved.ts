import { z } from 'zod';
import { kubectl, target } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const crdStoredVersionUnserved = defineCheck({
  id: 'crd-stored-version-unserved',
  title: 'Custom resources may be stored in a version that is no longer served',
  severity: 'medium',
  level: 'cause',
  subject: 'CustomResourceDefinition',
  source:
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#upgrade-existing-objects-to-a-new-stored-version',
  facts: z.object({ stored: z.array(z.string()), storage: z.string() }),
  message: ({ stored, storage }) =>
    `Objects may still be stored as ${stored.join(' and ')}, which is no longer served: the next release of the ` +
    `definition that drops ${stored.length === 1 ? 'it' : 'them'} is refused until all are stored as ${storage}`,
  fixes: ({ storage }, { object }) => [
    {
      text: `Store every object anew, which writes it as ${storage}`,
      command: `${kubectl('get', object.name, '-A', '-o', 'yaml')} | kubectl replace -f -`,
    },
    {
      text: 'Then say that nothing else is stored',
      command: kubectl(
        ...['patch', target(object), '--subresource=status', '--type=merge'],
        ...['-p', `{"status":{"storedVersions":["${storage}"]}}`],
      ),
    },
  ],
  *find({ metadata, spec, status }) {
    if (metadata.deletionTimestamp !== undefined) return;
    const versions = spec?.versions ?? [];
    const storage = versions.find((version) => version.storage === true)?.name;
    if (storage === undefined) return;
    const served = new Set(versions.flatMap((version) => (version.served === true ? [version.name] : [])));
    const stored = (status?.storedVersions ?? []).filter((version) => version !== storage && !served.has(version));
    if (stored.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { stored, storage },
      evidence: [
        { path: 'status.storedVersions', value: [...(status?.storedVersions ?? [])] },
        { path: 'spec.versions[storage=true].name', value: storage },
      ],
    };
  },
});
