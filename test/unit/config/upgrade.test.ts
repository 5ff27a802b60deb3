import { describe, expect, test } from 'vitest';
import { analyzeConfig } from '../../../src/config/analyze-config.ts';

describe('a planned upgrade', () => {
  test.each([
    ['1.35', '1.35'],
    ['v1.35.2', '1.35'],
  ])('%s is the minor version %s', (target, minor) => {
    expect(analyzeConfig([], { target }).upgradeTo).toBe(minor);
  });

  test('is null where none was named, and refused where it is no version or a recording is read', () => {
    expect(analyzeConfig([], {}).upgradeTo).toBeNull();
    expect(() => analyzeConfig([], { target: 'next' })).toThrow('"next" is no version of Kubernetes');
    expect(() => analyzeConfig([], { target: '1.35', from: 'x' })).toThrow('--target and --from exclude each other');
  });
});
