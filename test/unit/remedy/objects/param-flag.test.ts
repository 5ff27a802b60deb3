import { expect, test } from 'vitest';
import { paramFlag } from '../../../../src/remedy/objects/param-flag.ts';

test.each<[string, unknown, string]>([
  ['allowZero', true, '--param allowZero=true'],
  ['toRevision', 4, '--param toRevision=4'],
  ['container', 'web', '--param container=web'],
  ['allowPrefixes', [''], `--param 'allowPrefixes=[""]'`],
  ['selector', { app: 'web' }, `--param 'selector={"app":"web"}'`],
  ['reason', "it's old", `--param 'reason=it'\\''s old'`],
])('%s of %j is pasted', (name, value, flag) => {
  expect(paramFlag(name, value)).toBe(flag);
});
