import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

// The official schema, as a package of the SARIF working group's own tools carries it. It is of draft 4, which differs
// from draft 7 only in the name of its `id`, as far as it is used here.
const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addFormat(
  'uri-reference',
  (text) => /^[\w\-.~!$&'()*+,;=:@%/?#[\]]*$/.test(text) && URL.canParse(text, 'file:///'),
);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const validate = ajv.compile(schema);

/** What SARIF 2.1.0 has against a log; nothing where it is valid. */
export function sarifErrors(log: unknown): readonly unknown[] {
  return validate(log) ? [] : (validate.errors ?? []);
}
