import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../src/explain/explanation.ts';
import { isInstruction } from '../../../../src/explain/verify/instruction.ts';
import { looksLike } from '../../../../src/explain/verify/language.ts';
import { verifyText } from '../../../../src/explain/verify/verify-text.ts';
import { verifyTranslation } from '../../../../src/explain/verify/verify-translation.ts';
import { BAD } from './bad-sentences.ts';
import { GOOD } from './good-sentences.ts';
import { MORE_BAD, MORE_GOOD } from './held-out-sentences.ts';
import * as materials from './materials.ts';

const MATERIALS = Object.values(materials);
const material = fc.constantFrom(...MATERIALS);

const SENTENCES = [
  ...[...GOOD, ...MORE_GOOD].flatMap(([, sentences]) => sentences),
  ...[...BAD, ...MORE_BAD].map(([, sentence]) => sentence),
];
const WORDS = [...new Set(SENTENCES.flatMap((sentence) => sentence.replace(/[.,?]/gu, '').split(' ')))];

const INVENTED = [
  'falcon-db',
  'falcon_db',
  'Falcon',
  'falcon.shop.svc',
  '10.1.2.3',
  '4711',
  '99Gi',
  '/opt/falcon',
  'falconDb',
  'FALCON',
  'forty',
  'falcon:1',
];

/** Sentences of known words in any order, good and bad, with invented names and numbers between them. */
const babble = fc
  .array(fc.constantFrom(...WORDS, ...INVENTED), { minLength: 2, maxLength: 14 })
  .map((words) => `The ${words.join(' ')}.`);

const text = fc.array(fc.oneof(fc.constantFrom(...SENTENCES), babble), { maxLength: 6 }).map((all) => all.join(' '));

const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }), text);

describe('verification', () => {
  it('shows no invented name or number, wherever it stands', () => {
    const spliced = fc.tuple(fc.constantFrom(...SENTENCES), fc.constantFrom(...INVENTED), fc.nat());
    fc.assert(
      fc.property(material, spliced, (about, [sentence, invented, at]) => {
        const words = sentence.split(' ');
        words.splice(at % words.length, 0, invented);
        const { kept } = verifyText(words.join(' '), about);
        expect(kept.join(' ')).not.toContain(invented);
      }),
      { numRuns: 1_500 },
    );
  });

  it('shows no token with a digit that is not in the material', () => {
    fc.assert(
      fc.property(material, text, (about, said) => {
        const evidence = [...about.lines.map((line) => line.text), ...about.objects.map(({ name }) => name)].join(' ');
        // Units, durations and decimals are other ways of saying a number of the evidence.
        const derived = new Set(['24', '10', '0.5', '600s', '64', '512Gi']);
        for (const token of verifyText(said, about)
          .kept.join(' ')
          .match(/[\w./:@-]*\d[\w/:@-]*/gu) ?? []) {
          expect(derived.has(token) || evidence.includes(token), token).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('keeps all of what it kept', () => {
    fc.assert(
      fc.property(material, anything, (about, said) => {
        const { kept } = verifyText(said, about);
        expect(verifyText(kept.join(' '), about)).toEqual({ kept, dropped: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows a sentence whatever stands around it, or not at all', () => {
    fc.assert(
      fc.property(material, fc.constantFrom(...SENTENCES), fc.constantFrom(...SENTENCES), (about, one, other) => {
        const alone = verifyText(one, about).kept;
        const beside = verifyText(`${other.replace(/[^.?]$/u, '$&.')} ${one}`, about).kept;
        expect(alone.every((sentence) => beside.includes(sentence))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(material, anything, fc.constantFrom(...LANGUAGES), (about, said, language) => {
        const { kept, dropped } = verifyTranslation(said, [said], language, about);
        expect(kept.every((sentence) => sentence !== '')).toBe(true);
        expect(dropped.every(({ reason }) => reason.length > 0)).toBe(true);
        expect(typeof isInstruction(said)).toBe('boolean');
        expect(typeof looksLike(language, said)).toBe('boolean');
      }),
      { numRuns: 600 },
    );
  });
});
