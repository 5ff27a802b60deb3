import { z } from 'zod';
import { Report } from '../src/report/report.ts';

/** `schemas/report.v1.schema.json`: the JSON Schema (2020-12) of the report, open to fields that v1 may gain. */
export function schemaText(): string {
  const schema = z.toJSONSchema(Report, {
    target: 'draft-2020-12',
    // As input, objects stay open: a reader with today's schema accepts a later report that says more.
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { $schema, title, description, ...rest } = schema;
  const $id = 'https://mekhanikube.io/schemas/report.v1.schema.json';
  return `${JSON.stringify({ $schema, $id, title, description, ...rest }, null, 2)}\n`;
}
