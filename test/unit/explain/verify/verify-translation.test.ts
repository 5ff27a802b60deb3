import { describe, expect, it } from 'vitest';
import { verifyText } from '../../../../src/explain/verify/verify-text.ts';
import { verifyTranslation } from '../../../../src/explain/verify/verify-translation.ts';
import { IMAGE, OOM } from './materials.ts';
import { TRANSLATIONS } from './translations.ts';

const GOOD = TRANSLATIONS.flatMap(({ good, ...rest }) => good.map(([language, text]) => ({ language, text, ...rest })));
const BAD = TRANSLATIONS.flatMap(({ bad, ...rest }) =>
  bad.map(([language, text, reason]) => ({ language, text, reason, ...rest })),
);

describe('verifyTranslation', () => {
  it.each(TRANSLATIONS)('translates what was verified', ({ english, material }) => {
    expect(verifyText(english.join(' '), material)).toEqual({ kept: english, dropped: [] });
  });

  it.each(GOOD)('keeps $language: $text', ({ language, text, english, material }) => {
    const { kept, dropped } = verifyTranslation(text, english, language, material);
    expect(dropped).toEqual([]);
    expect(kept.length).toBeGreaterThan(0);
  });

  it.each(BAD)('drops ($reason) $language: $text', ({ language, text, reason, english, material }) => {
    const { dropped } = verifyTranslation(text, english, language, material);
    expect(dropped.map((each) => each.reason)).toContain(reason);
  });

  it('drops the whole where a name is lost with a sentence', () => {
    const english = ['The container worker was killed.', 'The limit is 24Mi.'];
    const text = 'Der Container worker wurde beendet. Das Limit ist gesund und liegt bei 24Mi.';
    const { kept, dropped } = verifyTranslation(text, english, 'German', OOM);
    expect(kept).toEqual([]);
    expect(dropped).toEqual([
      { sentence: 'Das Limit ist gesund und liegt bei 24Mi.', reason: 'dismissal', token: 'gesund' },
      { sentence: 'Der Container worker wurde beendet.', reason: 'lost', token: '24Mi' },
    ]);
  });

  it('keeps the rest where a dropped sentence had no name of its own', () => {
    const english = ['The image does not exist in the registry.', 'The Deployment web waits for it.'];
    const text = 'Das Image ist in Ordnung. Das Deployment web wartet auf das Image.';
    expect(verifyTranslation(text, english, 'German', IMAGE).kept).toEqual([
      'Das Deployment web wartet auf das Image.',
    ]);
  });

  it('reads English as English', () => {
    expect(verifyTranslation('Redis is down.', [], 'English', IMAGE)).toEqual(verifyText('Redis is down.', IMAGE));
  });
});
