import { z } from 'zod';
import { ConfigDocument } from '../src/config/config-file.ts';

/** `schemas/config.v1alpha1.schema.json`: the JSON Schema (2020-12) of the config file, for editors. */
export function configSchemaText(): string {
  // What is written, not what becomes of it.
  const { $schema, ...rest } = z.toJSONSchema(ConfigDocument, { target: 'draft-2020-12', io: 'input' });
  const $id = 'https://mekhanikube.io/schemas/config.v1alpha1.schema.json';
  return `${JSON.stringify({ $schema, $id, title: 'Config', ...rest }, null, 2)}\n`;
}
