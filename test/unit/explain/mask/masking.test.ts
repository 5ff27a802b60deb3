import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMasking, type Masking } from '../../../../src/explain/mask/masking.ts';
import { isPlainWord } from '../../../../src/explain/masking-for.ts';
import { formsWith, PLANTED, PLANTED_NAMES, standsIn, stringsWith } from '../../../support/planted.ts';

const hmac = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');

/** Any word of letters is plain, unless the test says which are. */
const isLetters = (word: string): boolean => /^\p{Lu}?[\p{Ll}\p{Lo}]+$/u.test(word);

function maskingOf(
  names: Iterable<string>,
  { vocabulary = [], salt = 'salt', isPlain = isLetters }: Partial<Options> = {},
): Masking {
  return createMasking({ names, salt, hmac, vocabulary: new Set(vocabulary), isPlain });
}

interface Options {
  readonly vocabulary: Iterable<string>;
  readonly salt: string;
  readonly isPlain: (word: string) => boolean;
}

describe('a planted set of names, addresses, mails and keys', () => {
  const real = { isPlain: isPlainWord };
  const masking = maskingOf(PLANTED_NAMES, real);
  // The forms that a name without any sign of one stands in are tried with such names only.
  const inEveryString = PLANTED.flatMap(({ value, listed }) => {
    const forms = !listed && /^[A-Za-z]{1,9}$/.test(value) ? formsWith(value) : {};
    return Object.entries({ ...stringsWith(value), ...forms }).map(([where, text]) => ({ value, where, text }));
  });

  test('has 200 different ones', () => {
    expect(new Set(PLANTED.map(({ value }) => value)).size).toBe(PLANTED.length);
    expect(PLANTED.length).toBeGreaterThanOrEqual(200);
    expect(inEveryString.every(({ value, text }) => standsIn(value, text))).toBe(true);
  });

  test('none stands in a masked text', () => {
    const standing = inEveryString.filter(({ value, text }) => standsIn(value, masking.mask(text)));
    expect(standing.map(({ value, where, text }) => [value, where, masking.mask(text)])).toEqual([]);
  });

  test('all are put back', () => {
    for (const { text } of inEveryString) expect(masking.unmask(masking.mask(text))).toBe(text);
  });

  test('what is masked stays as it is, and leaks nothing', () => {
    for (const { text } of inEveryString) {
      const masked = masking.mask(text);
      expect(masking.mask(masked)).toBe(masked);
      expect(masking.leaks(masked)).toEqual([]);
      expect(masking.leaks(JSON.stringify({ messages: [{ content: masked }] }))).toEqual([]);
    }
  });

  test('each is a leak in a request body, where the text was not masked', () => {
    for (const { value, text } of inEveryString) {
      expect([value, masking.leaks(text).length > 0]).toEqual([value, true]);
      expect([value, masking.leaks(JSON.stringify({ content: JSON.stringify({ text }) })).length > 0]).toEqual([
        value,
        true,
      ]);
    }
  });

  test('identical text is masked identically by another masking with the same salt, in another order', () => {
    const other = maskingOf([...PLANTED_NAMES].reverse(), real);
    const again = maskingOf(PLANTED_NAMES, real);
    const forwards = inEveryString.map(({ text }) => again.mask(text));
    expect(inEveryString.toReversed().map(({ text }) => other.mask(text))).toEqual(forwards.toReversed());
    expect(maskingOf(PLANTED_NAMES, { ...real, salt: 'another salt' }).mask('falcon')).not.toBe(other.mask('falcon'));
  });

  test('no two have one pseudonym', () => {
    const pseudonyms = PLANTED_NAMES.map((name) => masking.mask(name));
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
  });
});

describe('what is masked', () => {
  const masking = maskingOf(['web', 'falcon', 'lab-node', 'registry.corp:5000/shop/web:1', 'pod']);

  test('a name in a longer name takes the whole of it along, and a word that contains its letters stays', () => {
    expect(masking.mask('web-6b4b-f9l')).toMatch(/^name-[a-z]+$/);
    expect(masking.mask('webs and cobwebs')).toBe('webs and cobwebs');
    expect(masking.mask('web')).not.toBe(masking.mask('web-6b4b-f9l'));
  });

  test('the longest name wins', () => {
    expect(masking.mask('pull registry.corp:5000/shop/web:1 now')).toMatch(/^pull image-[a-z]+ now$/);
  });

  test('a field path keeps its words', () => {
    expect(masking.mask('status.containerStatuses[name=web].state.waiting.reason')).toBe(
      `status.containerStatuses[name=${masking.mask('web')}].state.waiting.reason`,
    );
  });

  test('the parts of a URL and of a reference are masked apart, so that a model can still compare them', () => {
    const [web, falcon] = [masking.mask('web'), masking.mask('falcon')];
    expect(masking.mask('https://jane:pw@web:8443/falcon')).toMatch(
      new RegExp(`^https://token-[a-z]+@${web}:8443/${falcon}$`),
    );
    expect(masking.mask('falcon/web')).toBe(`${falcon}/${web}`);
    expect(masking.mask('10.1.2.3:8080, 10.1.2.3/24')).toMatch(/^(address-[a-z]+):8080, \1\/24$/);
  });

  test('a capitalised name and one behind a written line break are names', () => {
    expect(masking.mask('Falcon started')).toMatch(/^name-[a-z]+ started$/);
    expect(masking.mask('failed\\nfalcon')).toBe(`failed\\n${masking.mask('falcon')}`);
  });
});

test('numbers, quantities, times, words of Kubernetes and of kubectl stay', () => {
  const masking = maskingOf(['default', 'kube-system', '1', '128Mi', 'v1', 'true', 'a']);
  for (const text of [
    'Container keeps crashing: exit code 137 (OOMKilled) after 5m0s, 12 restarts; limit 128Mi, request 500m, 23.54Gi',
    '2026-11-22T07:10:34Z CrashLoopBackOff since 07:10:34, v1.34.4, 99.5%, 0/1 nodes are available',
    'kubectl get pods -n kube-system --show-labels',
    'status.conditions[type=Ready].reason and spec.template.spec.containers[0].image of apps/v1 in default',
    'dial tcp 127.0.0.1:5000: connect: connection refused; stat /bin/sh; GET /healthz of kubernetes.default.svc',
    'a PersistentVolumeClaim with ReadWriteOnce, IfNotPresent, maxUnavailable 0, runAsNonRoot=true, v1beta1',
  ]) {
    expect(masking.mask(text)).toBe(text);
  }
});

test('a pseudonym is put back however a model writes it', () => {
  const masking = maskingOf(['web']);
  const web = masking.mask('web');
  const capitalised = `${web.slice(0, 1).toUpperCase()}${web.slice(1)}`;
  expect(
    masking.unmask(`${capitalised} is down: "${web}", \`${web}\`, (${web}), **${web}**, ${web}'s pods. See ${web}.`),
  ).toBe(`web is down: "web", \`web\`, (web), **web**, web's pods. See web.`);
  expect(masking.unmask('name-kolumi and host-bazetu')).toBe('name-kolumi and host-bazetu');
});

test('names that collide get pseudonyms of their own', () => {
  const poor = createMasking({
    names: ['one', 'two', 'three'],
    salt: '',
    hmac: (_, text) => (text.endsWith('\u00001') ? '0003'.repeat(16) : '0001'.repeat(16)),
    vocabulary: new Set(),
    isPlain: () => false,
  });
  const text = 'one two three four-5';
  expect(new Set(poor.mask(text).split(' ')).size).toBe(4);
  expect(poor.unmask(poor.mask(text))).toBe(text);
});

test('no pseudonym is a known name, and what looks like one is masked', () => {
  const pseudonym = maskingOf(['web']).mask('web');
  const masking = maskingOf(['web', pseudonym]);
  expect(masking.mask('web')).not.toBe(pseudonym);
  expect(masking.unmask(masking.mask(`web and ${pseudonym}`))).toBe(`web and ${pseudonym}`);
  const unlisted = maskingOf(['other']);
  expect(unlisted.mask('name-kolumi')).not.toBe('name-kolumi');
  expect(unlisted.unmask(unlisted.mask('Name-kolumi name-kolumi-web'))).toBe('Name-kolumi name-kolumi-web');
});

describe('a known name that is a word of our sentences too', () => {
  const masking = maskingOf(['limit', 'registry', 'other', 'web'], {
    vocabulary: ['limit', 'registry', 'other', 'the', 'read'],
  });
  const limit = masking.mask('limit');

  test.each([
    'Container limit keeps crashing',
    'Pods shop/limit, and Pod limit',
    'exec in "limit"; (limit) failed',
    'Pod shop/limit',
    'spec.volumes[name=limit].secret',
    'tier=limit, spec.volumeName = limit',
    'no answer of limit:8080',
    'log of container limit: it ends',
    'namespace: limit; the one called limit',
  ])('is masked where it stands as a name: %s', (text) => {
    expect(limit).toMatch(/^name-[a-z]+$/);
    expect(masking.mask(text)).toContain(limit);
    expect(masking.mask(text)).not.toMatch(/\blimit\b(?! (?:and|of))/);
    expect(masking.leaks(text)).toContain('limit');
  });

  test.each([
    'The container reached its limit: 64Mi',
    'Push the image to its registry, or take the other limit',
    'read/other images. Limit and Registry',
  ])('stays where it is that word: %s', (text) => {
    expect(masking.mask(text)).toBe(text);
    expect(masking.leaks(text)).toEqual([]);
  });

  test('and any other known name is masked everywhere', () => {
    expect(masking.leaks('Explain the limit of web')).toEqual(['web']);
  });
});

describe('a word that no list has', () => {
  const masking = maskingOf([], { isPlain: isPlainWord });

  test.each([
    ['no database at db:5432', 'db'],
    ['could not connect to db', 'db'],
    ['RuntimeClass "cluster" not found', 'cluster'],
    ['runtimeclass.node.k8s.io "large" not found', 'large'],
    ['exceeded quota: small, requested: pods=1', 'small'],
    ['1 node(s) had taint {dedicated: large}, {stage: }', 'large'],
    ['1 node(s) had taint {special: }', 'special'],
    ['label tenant=large', 'large'],
    ['why is team zebra slow?', 'zebra'],
    ["isn't Zebra's pod ready?", 'Zebra'],
  ])('is masked in %j', (text, name) => {
    expect(masking.mask(text)).not.toMatch(new RegExp(`\\b${name}\\b`));
    expect(masking.unmask(masking.mask(text))).toBe(text);
    expect(masking.leaks(text)).toContain(name);
  });

  test.each([
    "It doesn't start: the server can't be reached, and isn't ready. it's the pod's image",
    'Wants 64 cpu and 512Gi memory; None of 2 wanted pods exists; requests.memory 0 of 1Mi used, nvidia.com/gpu 1',
    'dial tcp 127.0.0.1:8080: connect: connection refused; read tcp: i/o timeout; unexpected EOF',
    'taint {node.kubernetes.io/not-ready: }, {node-role.kubernetes.io/control-plane: }, label kubernetes.io/hostname',
    'level=error msg="cannot parse the configuration" --cascade=orphan',
    'ContainersNotReady, FailureTarget, FailedPostStartHook, DisruptionAllowed, FailedGetExternalMetric, ClaimLost',
  ])('stays where it is plain: %s', (text) => {
    expect(masking.mask(text)).toBe(text);
  });
});

test('a body is read as its reader reads it: escaped, nested, and JSON below text', () => {
  const masking = maskingOf(['web', 'ação']);
  const inner = JSON.stringify({ text: 'line\nweb', more: 'a\u00e7\u00e3o' });
  expect(masking.leaks(JSON.stringify({ content: inner }))).toEqual(['ação', 'web']);
  expect(masking.leaks('{"text":"\\u0077eb"}')).toEqual(['web']);
  expect(masking.leaks('Some text\n{"text":"\\nweb"}')).toEqual(['web']);
  expect(masking.leaks('{"text":"broken \\nweb')).toEqual(['web']);
  expect(masking.leaks('{"web":1}')).toEqual(['web']);
});

describe('for any text', () => {
  const names = ['web', 'falcon', 'pod', 'jane doe', 'a/b:1', 'größe', '支払', 'state', 'n'];
  const piece = fc.oneof(
    fc.constantFrom(...names, ...PLANTED.map(({ value }) => value)),
    fc.constantFrom('name-kolumi', 'Host-bazetu', 'path-bazetu.', '[masked]', 'status.', 'spec.containers[name=', '].'),
    fc.constantFrom(
      ' ',
      ' ',
      '.',
      '-',
      '/',
      ':',
      '@',
      '=',
      '"',
      "'",
      '\\',
      '\\n',
      '://',
      '[',
      ']',
      ',',
      '%',
      '(',
      '_',
      '~',
    ),
    fc.constantFrom(
      'https://',
      'password=',
      'token: ',
      'Bearer ',
      '2026-11-22T07:10:34Z',
      '12',
      '128Mi',
      'n',
      'the',
      '\u{1F600}',
    ),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  test('unmask gives back what was masked, and what is masked is masked for good', () => {
    fc.assert(
      fc.property(text, (original) => {
        const masking = maskingOf(names);
        const masked = masking.mask(original);
        expect(masking.unmask(masked)).toBe(original);
        expect(masking.mask(masked)).toBe(masked);
        expect(masking.leaks(masked)).toEqual([]);
        expect(maskingOf(names).mask(original)).toBe(masked);
      }),
      { numRuns: 3000 },
    );
  });

  test('no known name stands in it', () => {
    fc.assert(
      fc.property(text, (original) => {
        const masked = maskingOf(names).mask(original);
        for (const name of ['web', 'falcon', 'größe', 'jane doe']) {
          expect(new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${name}(?![\\p{L}\\p{N}\\p{M}])`, 'u').test(masked)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test.each(['a-', '-', '.', '/a', 'a:', 'https://', 'a@', '[name=', '\\n', '0:', 'name-', '='])(
  'a long run of %j is gone through in time that grows with its length',
  (part) => {
    const masking = maskingOf(['web']);
    const long = `${part.repeat(Math.ceil(20_000 / part.length))} web`;
    expect(masking.mask(long)).not.toMatch(/web$/);
    expect(masking.unmask(masking.mask(long))).toBe(long);
  },
);
