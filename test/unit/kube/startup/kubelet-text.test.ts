import { expect, test } from 'vitest';
import { kubeletText, shortened } from '../../../../src/kube/startup/kubelet-text.ts';

test.each([
  ['rpc error: code = Unknown desc = failed', 'failed'],
  ['a\n  b\tc ', 'a b c'],
  ['(combined from similar events): Failed', 'Failed'],
  [`for sandbox "${'0f'.repeat(32)}": plugin`, 'for sandbox: plugin'],
  ['refused (pod: "web_shop(0b5f)", container: web)', 'refused'],
  [
    'mount: /var/lib/kubelet/pods/0b5f7d1e-3a40-4a57-9d0c-2f60b6b3b1c2/volumes/kubernetes.io~nfs/media: failed',
    'mount: (volume): failed',
  ],
  ['Get "https://s3.example/layer?X-Amz-Signature=abc": timeout', 'Get "https://s3.example/layer": timeout'],
  ['exec: \\"/app\\"', 'exec: "/app"'],
])('%j', (raw, text) => {
  expect(kubeletText(raw)).toBe(text);
});

test('shortened keeps 300 characters', () => {
  expect(shortened('x'.repeat(300))).toHaveLength(300);
  expect(shortened(`${'x'.repeat(298)} yy`)).toBe(`${'x'.repeat(298)}…`);
});
