import { describe, expect, it } from 'vitest';
import { clean } from '../../../../src/explain/verify/clean.ts';
import { looksLike } from '../../../../src/explain/verify/language.ts';
import { namesIn } from '../../../../src/explain/verify/names.ts';
import { numbersIn } from '../../../../src/explain/verify/numbers.ts';
import { sentencesOf } from '../../../../src/explain/verify/sentences.ts';
import { isEnglishWord, STEM_COUNT } from '../../../../src/explain/verify/vocabulary/english.ts';

describe('clean', () => {
  it.each([
    ['\u001b[31mThe pod\u001b[0m waits.', 'The pod waits.'],
    ['The p\u200bod\u202e waits.\u0007', 'The pod waits.'],
    ['## Cause\nThe **pod** `web` _waits_.', 'Cause\n\nThe pod "web" waits.'],
    ['- The pod waits.\n2. It fails.', 'The pod waits.\n\nIt fails.'],
    ['<p>The <b>pod</b> waits.</p>', 'The pod waits.'],
    ['```\nThe pod waits.\n```', 'The pod waits.'],
    ['The pod “web” waits (E1, E2).', 'The pod "web" waits.'],
    ['The [pod](https://x.example) waits.', 'The pod https://x.example waits.'],
    ['The key a_b_c stays, <name> too.', 'The key a_b_c stays, <name> too.'],
  ])('%j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('sentencesOf', () => {
  it.each([
    ['web.shop.svc is v1.34.4, e.g. 1.5Gi. It waits.', ['web.shop.svc is v1.34.4, e.g. 1.5Gi.', 'It waits.']],
    ['The tag is web:2.1. The next one.', ['The tag is web:2.1.', 'The next one.']],
    ['He says "no." It waits!', ['He says "no."', 'It waits!']],
    ['A list item\n\nThe last one', ['A list item.', 'The last one']],
    ['一个句子。另一个句子。', ['一个句子。', '另一个句子。']],
  ])('%j', (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected);
  });
});

describe('namesIn', () => {
  it('has the whole and the parts of a path, and no beginning of a name', () => {
    const names = namesIn('image "registry.example.com/shop/web:2.1" in Deployment shop/web-7f9c');
    for (const name of [
      'registry.example.com/shop/web:2.1',
      'registry.example.com',
      'shop/web',
      'web',
      '2.1',
      'web-7f9c',
    ]) {
      expect(names).toContain(name);
    }
    for (const name of ['registry', 'example.com', 'web-7f', 'web-7f9', 'image"']) expect(names).not.toContain(name);
  });
});

describe('numbersIn', () => {
  it.each([
    ['made no progress for 600 seconds', ['600', '600s']],
    ['last 14m ago', ['14m', '840s']],
    ['limits.memory = 24Mi', ['24Mi']],
    ['requests.cpu = 500m', ['500m', '0.5']],
    ['started 2026-11-22T07:10:34Z', []],
    ['at 10.96.14.7', []],
    ['pod web-7f9c', []],
  ])('%s', (line, expected) => {
    expect([...new Set(numbersIn(line))].sort()).toEqual([...expected].sort());
  });
});

describe('looksLike', () => {
  const texts = {
    English: 'The pod cannot start because the image does not exist.',
    Portuguese: 'O pod não pode iniciar porque a imagem não existe no registro.',
    Spanish: 'El pod no puede arrancar porque la imagen no existe en el registro.',
    German: 'Der Pod kann nicht starten, weil das Image nicht existiert.',
    French: "Le pod ne peut pas démarrer car l'image n'existe pas dans le registre.",
    Chinese: 'Pod 无法启动，因为镜像 registry.example.com/shop/web:2.1 不存在。',
  } as const;
  const languages = ['English', 'Portuguese', 'Spanish', 'German', 'French', 'Chinese'] as const;

  it.each(languages.flatMap((of) => languages.map((asked) => [of, asked] as const)))('%s text is %s', (of, asked) => {
    expect(looksLike(asked, texts[of])).toBe(of === asked);
  });

  it('is no language without a word of one', () => {
    expect(looksLike('English', 'web-1 api-2 12345')).toBe(false);
    expect(looksLike('Chinese', 'これはポッドです。')).toBe(false);
  });
});

describe('the vocabulary', () => {
  it('has no word that services, products, people or places go by', () => {
    const names = `falcon orders payment payments checkout billing inventory frontend redis nginx postgres shipping catalog
      cart invoice customer customers reviews recommendations storefront ledger eagle apple banana python london paris
      alice bob jenkins mail auth gateway search reports-db team sales hunter`;
    expect(names.split(/\s+/).filter(isEnglishWord)).toEqual([]);
  });

  it('is of the size that plain technical English needs', () => {
    expect(STEM_COUNT).toBeGreaterThan(2_000);
    for (const word of ['started', 'fails', 'running', 'stopped', 'largest', 'retries', 'probably', 'policies']) {
      expect(isEnglishWord(word), word).toBe(true);
    }
  });
});
