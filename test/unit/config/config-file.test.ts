import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { findConfigFile } from '../../../src/config/find-config.ts';

const HEAD = 'apiVersion: mekhanikube.io/v1alpha1\nkind: Config\n';

test('holds what to ignore, severities, profiles and custom checks', () => {
  const file = parseConfigFile(
    'team.yaml',
    `${HEAD}ignore:
  - check: hpa-*
    namespace: dev-*
    reason: no metrics there
    until: 2026-12-31
  - name: web
    reason: being moved
severity:
  pdb-selects-nothing: off
  node-cordoned: info
profiles: [hardening]
checks: [checks/]
`,
  );
  expect(file.rules.map(({ where, rule }) => [where, rule.reason, rule.until])).toEqual([
    ['team.yaml:4', 'no metrics there', '2026-12-31'],
    ['team.yaml:8', 'being moved', undefined],
  ]);
  expect([...file.severities]).toEqual([
    ['pdb-selects-nothing', 'off'],
    ['node-cordoned', 'info'],
  ]);
  expect([file.profiles, file.checks]).toEqual([['hardening'], ['checks/']]);
});

test('may hold nothing but its header', () => {
  expect(parseConfigFile('a.yaml', HEAD)).toMatchObject({ rules: [], profiles: [], checks: [] });
});

describe('one that is wrong tells the place and what is allowed there', () => {
  test.each([
    ['', /^a\.yaml:1: /],
    ['a: [1\n', /^a\.yaml:\d: is no YAML/],
    [HEAD.replace('v1alpha1', 'v2'), /^a\.yaml:1: apiVersion: expected "mekhanikube\.io\/v1alpha1"/],
    [HEAD.replace('Config', 'Baseline'), /^a\.yaml:2: kind: expected "Config"/],
    [`${HEAD}ignored: []\n`, /^a\.yaml:3: ignored: unknown field "ignored": did you mean ignore\?/],
    [`${HEAD}ignore:\n  - check: a\n`, /^a\.yaml:4: ignore\[0\]\.reason: is missing/],
    [`${HEAD}ignore:\n  - check: a\n    reason: ' '\n`, /^a\.yaml:5: ignore\[0\]\.reason: says nothing/],
    [`${HEAD}ignore:\n  - reason: all\n`, /^a\.yaml:4: ignore\[0\]: would ignore everything: name one of check, kind/],
    [`${HEAD}ignore:\n  - name: '['\n    reason: b\n`, /^a\.yaml:4: ignore\[0\]\.name: "\[" is no regular expression/],
    [
      `${HEAD}ignore:\n  - check: a\n    reason: b\n    until: soon\n`,
      /^a\.yaml:6: ignore\[0\]\.until: is no date, like/,
    ],
    [
      `${HEAD}ignore:\n  - selector: a in b\n    reason: b\n`,
      /^a\.yaml:4: ignore\[0\]\.selector: "a in b" is no label/,
    ],
    [`${HEAD}severity:\n  a: bad\n`, /^a\.yaml:4: severity\.a: expected one of "critical"\|.*"off"/],
    [`${HEAD}profiles: [hard]\n`, /^a\.yaml:3: profiles\[0\]: expected one of "hardening"/],
  ])('%j', (text, message) => {
    expect(() => parseConfigFile('a.yaml', text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});

test('what else is wrong is told along with it, up to a few', () => {
  const wrong = (count: number) => () =>
    parseConfigFile('a.yaml', `${HEAD}profiles: [${'hard, '.repeat(count)}]\nignored: []\n`);
  expect(wrong(1)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^a\.yaml:3: profiles\[0\]: expected one of/),
      hint: 'also a.yaml:4: ignored: unknown field "ignored": did you mean ignore?',
    }),
  );
  expect(wrong(7)).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/^also (a\.yaml:3: .+; ){4}and 3 more$/) }),
  );
});

describe('ids of checks', () => {
  const demanding = (text: string) => parseConfigFile('a.yaml', `${HEAD}${text}`).requireChecks(['image-not-found']);

  test('that there are not are refused', () => {
    expect(() => demanding('severity:\n  image-notfound: low\n')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'a.yaml:4: severity.image-notfound: there is no check "image-notfound"',
        hint: 'did you mean image-not-found?',
      }),
    );
    expect(() => demanding('ignore:\n  - check: nothing\n    reason: b\n')).toThrow(/a\.yaml:4: ignore\[0\]\.check/);
  });

  test('that there are, and globs, are not', () => {
    expect(() =>
      demanding('severity:\n  image-not-found: low\nignore:\n  - check: x-*\n    reason: b\n'),
    ).not.toThrow();
  });
});

describe('where it is looked for', () => {
  let folder: string;
  const put = (path: string, reason: string) =>
    writeFileSync(join(folder, path), `${HEAD}ignore:\n  - check: a\n    reason: ${reason}\n`);
  const found = async (named?: string) =>
    (await findConfigFile(named, { XDG_CONFIG_HOME: join(folder, 'xdg') }))?.rules[0]?.rule.reason;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mekhanikube-config-'));
    mkdirSync(join(folder, 'xdg/mekhanikube'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('the named one, then that of the user', async () => {
    expect(await found()).toBeUndefined();
    put('xdg/mekhanikube/config.yaml', 'of the user');
    expect(await found()).toBe('of the user');
    put('named.yaml', 'named');
    expect(await found(join(folder, 'named.yaml'))).toBe('named');
  });

  test('a named one that is not there is an error', async () => {
    await expect(found(join(folder, 'named.yaml'))).rejects.toMatchObject({
      code: 'usage',
      message: `cannot read the config file ${join(folder, 'named.yaml')}: it does not exist`,
    });
    await expect(found(folder)).rejects.toThrow(/it is a folder/);
  });
});
