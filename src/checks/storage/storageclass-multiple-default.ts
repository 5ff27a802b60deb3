import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defaultClasses } from '../../kube/storage/volumes.ts';
import { defineCheck } from '../define-check.ts';

export const storageclassMultipleDefault = defineCheck({
  id: 'storageclass-multiple-default',
  title: 'More than one default StorageClass',
  severity: 'low',
  level: 'cause',
  subject: 'StorageClass',
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
  facts: z.object({ winner: z.string(), others: z.array(z.string()) }),
  message: ({ winner, others }) =>
    `Claims that name no class get ${winner}, because it is the newest of the classes that are marked as default, before ${listText(others)}`,
  fixes: ({ others }) =>
    others.slice(0, 2).map((name) => ({
      text: `Take the mark from ${name}, if ${others.length === 1 ? 'the other' : 'another'} is meant`,
      command: kubectl('annotate', 'storageclass', name, 'storageclass.kubernetes.io/is-default-class-', '--overwrite'),
    })),
  *find(storageClass, view) {
    const [winner, ...others] = view.shared(defaultClasses);
    if (winner !== storageClass || others.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { winner: winner.metadata.name, others: others.map(({ metadata }) => metadata.name) },
      evidence: [winner, ...others].slice(0, 5).map((object) => ({
        object,
        path: 'metadata.annotations.storageclass.kubernetes.io/is-default-class',
        value: 'true',
      })),
    };
  },
});
