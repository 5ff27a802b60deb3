import { z } from 'zod';
import { PolicyDocument } from '../src/remedy/policy/schema.ts';

/** `schemas/policy.v1alpha1.schema.json`: the JSON Schema (2020-12) of a policy file, for editors. */
export function policySchemaText(): string {
  const schema = z.toJSONSchema(PolicyDocument, {
    target: 'draft-2020-12',
    // What is written, not what becomes of it: text for lengths of time, and defaults left out.
    io: 'input',
    // The levels of conditions repeat the same fields.
    reused: 'ref',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema, ...rest } = schema;
  const $id = 'https://mekhanikube.io/schemas/policy.v1alpha1.schema.json';
  const title = 'RemediationPolicy and ClusterRemediationPolicy';
  return `${JSON.stringify({ $schema, $id, title, ...rest }, null, 2)}\n`;
}
