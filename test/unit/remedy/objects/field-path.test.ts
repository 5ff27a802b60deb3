import { describe, expect, it } from 'vitest';
import { parsePath } from '../../../../src/remedy/objects/field-path.ts';

describe('parsePath', () => {
  it.each([
    ['spec', ['spec']],
    ['spec.ports[port=80].name', ['spec', 'ports', { key: 'port', value: 80 }, 'name']],
    ['a[name=80]', ['a', { key: 'name', value: '80' }]],
    ['data["app.properties"]', ['data', 'app.properties']],
    ['data["a"].b[mountPath=/var/x.y]', ['data', 'a', 'b', { key: 'mountPath', value: '/var/x.y' }]],
  ])('reads %s', (text, segments) => {
    expect(parsePath(text)).toEqual(segments);
  });

  it.each([
    '',
    '.spec',
    'spec.',
    'spec..a',
    '[name=x]',
    '["a"]',
    'spec[0]',
    'spec[name=]',
    'a b',
    'spec/[x',
    'data["a"]b',
  ])('does not take %j', (text) => {
    expect(parsePath(text)).toBeNull();
  });
});
