import { describe, expect, test } from 'vitest';
import { metaAnnotate } from '../../../../src/remedy/actions/meta-annotate.ts';
import { deployment, editsOf, proposed, refusals, verified } from '../../../support/rollout-stage.ts';

const noted = (value: string) => {
  const of = deployment();
  return { ...of, metadata: { ...of.metadata, annotations: { 'mekhanikube.io/note': value } } };
};
const note = { key: 'mekhanikube.io/note', value: 'seen' };

describe('meta.annotate', () => {
  test('sets and removes', async () => {
    const path = ['metadata', 'annotations', 'mekhanikube.io/note'];
    const set = await proposed(metaAnnotate, deployment(), note);
    expect(editsOf(set)).toEqual([{ path, value: 'seen' }]);
    expect(set).toMatchObject({
      risk: 'R1',
      effects: { podsDisrupted: 0 },
      summary: 'set annotation mekhanikube.io/note=seen on Deployment shop/web',
    });
    expect(editsOf(await proposed(metaAnnotate, noted('old'), { ...note, value: null }))).toEqual([
      { path, value: undefined },
    ]);
  });

  test('is refused for what is there already', async () => {
    expect(await refusals(metaAnnotate, noted('seen'), note)).toEqual(['unchanged']);
    expect(await refusals(metaAnnotate, deployment(), { ...note, value: null })).toEqual(['unchanged']);
  });

  test.each(['example.com/owner', 'owner', 'kubectl.kubernetes.io/restartedAt'])(
    'is refused for %s, unless its prefix is allowed',
    async (key) => {
      const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
      expect(await refusals(metaAnnotate, deployment(), { key, value: 'x' })).toEqual(['prefix-not-allowed']);
      expect(await refusals(metaAnnotate, deployment(), { key, value: 'x', allowPrefixes: [prefix] })).toEqual([]);
    },
  );

  test.each(['last-run', 'protected', 'remediation', 'cordoned'])('is refused for our own %s', async (name) => {
    const params = { key: `mekhanikube.io/${name}`, value: 'x', allowPrefixes: ['mekhanikube.io'] };
    expect(await refusals(metaAnnotate, deployment(), params)).toEqual(['reserved-key']);
  });

  test('does not take what is no key', async () => {
    await expect(refusals(metaAnnotate, deployment(), { key: '/x', value: '' })).rejects.toThrow(
      'params of meta.annotate',
    );
  });

  test('is verified by reading it back', async () => {
    expect((await verified(metaAnnotate, deployment(), note, noted('seen'))).state).toBe('done');
    expect((await verified(metaAnnotate, deployment(), note, noted('other'))).state).toBe('failed');
    expect((await verified(metaAnnotate, noted('x'), { ...note, value: null }, deployment())).state).toBe('done');
  });
});
