import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { z } from 'zod';
import { Manifest } from './cluster-api.ts';

export const DEPLOYED = join(import.meta.dirname, '../../deploy');

const Kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  resources: z.array(z.string()),
});

/** The objects that `kubectl apply -k deploy/` sends. */
export function deployed(): readonly Manifest[] {
  const { resources } = Kustomization.parse(load(readFileSync(join(DEPLOYED, 'kustomization.yaml'), 'utf8')));
  return resources.flatMap((file) => z.array(Manifest).parse(loadAll(readFileSync(join(DEPLOYED, file), 'utf8'))));
}
