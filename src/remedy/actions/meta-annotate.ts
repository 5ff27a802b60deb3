import { z } from 'zod';
import { defineAction } from '../action.ts';
import { metadataParams, proposeMetadata } from '../workloads/metadata-change.ts';
import { verifyField } from '../workloads/read-back.ts';

/** Far below what all annotations of an object may have together. */
const LONGEST = 16_384;

export const metaAnnotate = defineAction({
  id: 'meta.annotate',
  title: 'Set or remove an annotation',
  on: 'any',
  risk: 'R1',
  rights: [],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  params: metadataParams(z.string().max(LONGEST)),
  example: { key: 'mekhanikube.io/note', value: 'known issue' },
  look: async () => null,
  propose: ({ target, params }) => proposeMetadata(target, 'annotations', params, []),
  verify: ({ target, params: { key, value }, reader }) =>
    verifyField(target, reader, ({ metadata }) => (metadata.annotations?.[key] ?? null) === value, `annotation ${key}`),
});
