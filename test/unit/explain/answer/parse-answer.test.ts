import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainSchema, INSUFFICIENT, jsonSchemaOf } from '../../../../src/explain/answer/answer-schema.ts';
import { parseAnswer } from '../../../../src/explain/answer/parse-answer.ts';
import { summarySoFar } from '../../../../src/explain/answer/summary-so-far.ts';

const schema = explainSchema({
  causes: ['C1'],
  evidence: ['E1', 'E2'],
  fixes: ['F1'],
  objects: ['Deployment shop/web', 'Pod shop/web-1'],
});

const good = {
  cause: 'C1',
  evidence: ['E1'],
  fixes: ['F1'],
  object: 'Pod shop/web-1',
  summary: 'The "web" pod {waits}.',
  unknowns: [],
  why: 'E1 says so.',
};

describe('an answer', () => {
  test.each([
    ['plain', (json: string) => json],
    ['with a fence', (json: string) => `\`\`\`json\n${json}\n\`\`\``],
    ['with words around it', (json: string) => `Here it is: ${json} I hope it helps. }`],
    ['with blanks behind it', (json: string) => json + ' \n'.repeat(100)],
  ])('is read %s', (_, around) => {
    expect(parseAnswer(around(JSON.stringify(good)), schema)).toEqual({ ok: true, value: good });
  });

  test.each([
    ['', 'it is no JSON object'],
    ['no', 'it is no JSON object'],
    [JSON.stringify(good).slice(0, -10), 'it is no JSON object'],
    ['{"cause": C1}', 'it is no valid JSON'],
    [JSON.stringify({ ...good, evidence: ['E3'] }), 'evidence.0: Invalid option: expected one of "E1"|"E2"'],
    [JSON.stringify({ ...good, evidence: null }), 'evidence: Too small: expected array to have >=1 items'],
    [JSON.stringify({ ...good, object: 'Pod shop/falcon' }), expect.stringContaining('object: Invalid option')],
    [JSON.stringify({ ...good, cause: 'C2' }), expect.stringContaining(INSUFFICIENT)],
    [JSON.stringify({ ...good, summary: ['x'] }), expect.stringContaining('summary: Invalid input')],
  ])('is refused: %s', (text, reason) => {
    expect(parseAnswer(text, schema)).toMatchObject({ ok: false, refusal: { detail: reason } });
  });

  test.each([
    ['a key that nobody asked for', { commands: ['rm'] }, {}],
    ['what it means by an id', { cause: 'C1: the image' }, {}],
    ['too many unknowns', { unknowns: ['One.', 'Two.', 'Three.'] }, { unknowns: ['One.', 'Two.'] }],
    ['a text for a list', { unknowns: 'One.' }, { unknowns: ['One.'] }],
    ['nothing for a list or a text', { unknowns: null, why: null, fixes: null }, { why: '', fixes: [] }],
    ['a long text, up to a sentence', { summary: `Short. ${'x'.repeat(400)}` }, { summary: 'Short.' }],
  ])('is forgiven %s', (_, given, read) => {
    expect(parseAnswer(JSON.stringify({ ...good, ...given }), schema)).toEqual({
      ok: true,
      value: { ...good, ...read },
    });
  });

  test('is read behind the thoughts of a model that thinks aloud', () => {
    expect(parseAnswer(`<think>{"cause": "C2"}</think>${JSON.stringify(good)}`, schema)).toMatchObject({ ok: true });
  });

  test('gets its names back in every string', () => {
    const masked = JSON.stringify(good).replaceAll('shop', 'name-kolu');
    const parsed = parseAnswer(masked, schema, (text) => text.replaceAll('name-kolu', 'shop'));
    expect(parsed).toEqual({ ok: true, value: good });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseAnswer(text, schema)).toHaveProperty('ok');
      }),
    );
  });

  test('is held to the same by the schema that the server gets', () => {
    const validate = new Ajv2020().compile(jsonSchemaOf(schema));
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, evidence: ['E3'] })).toBe(false);
    expect(validate({ ...good, object: 'Pod shop/falcon' })).toBe(false);
    expect(validate({ ...good, extra: 1 })).toBe(false);
    expect(Object.keys(Reflect.get(jsonSchemaOf(schema), 'properties'))).toEqual(Object.keys(good).sort());
  });
});

describe('the summary so far', () => {
  const whole = JSON.stringify({ ...good, summary: 'A "b"\nc\u00e4.' });

  test('grows with the answer', () => {
    const seen = Array.from({ length: whole.length }, (_, length) => summarySoFar(whole.slice(0, length)));
    expect(seen.at(-1)).toBe('A "b"\nc\u00e4.');
    for (const [index, text] of seen.entries()) expect(text.startsWith(seen[index - 1] ?? '')).toBe(true);
  });

  test('is empty before it begins', () => {
    expect(summarySoFar('{"cause":"C1"')).toBe('');
  });
});
