import { describe, expect, it } from 'vitest';
import type { Material } from '../../../../src/explain/evidence/evidence-line.ts';
import { verifyText } from '../../../../src/explain/verify/verify-text.ts';
import { BAD } from './bad-sentences.ts';
import { GOOD } from './good-sentences.ts';
import { MORE_BAD, MORE_GOOD } from './held-out-sentences.ts';
import { CRASH, IMAGE, OOM } from './materials.ts';

describe('verifyText', () => {
  it.each(
    [...GOOD, ...MORE_GOOD].flatMap(([material, sentences]) =>
      sentences.map((sentence) => [sentence, material] as const),
    ),
  )('keeps: %s', (sentence, material) => {
    expect(verifyText(sentence, material)).toEqual({ kept: [sentence], dropped: [] });
  });

  it.each([...GOOD, ...MORE_GOOD])('keeps all the sentences of a text about one finding', (material, sentences) => {
    expect(verifyText(sentences.join(' '), material)).toEqual({ kept: sentences, dropped: [] });
  });

  it.each([...BAD, ...MORE_BAD].map(([material, sentence, reason]) => [sentence, reason, material] as const))(
    'drops: %s (%s)',
    (sentence, reason, material) => {
      const { kept, dropped } = verifyText(sentence, material);
      expect(kept).toEqual([]);
      expect(dropped.map((each) => each.reason)).toEqual([reason]);
    },
  );

  it('names the word that a sentence falls by', () => {
    expect(verifyText('The pod waits for redis to start.', IMAGE).dropped).toEqual([
      { sentence: 'The pod waits for redis to start.', reason: 'word', token: 'redis' },
    ]);
    expect(verifyText('It has been restarted 8 times.', OOM).dropped[0]?.token).toBe('8');
    expect(verifyText('The container cart has no memory.', OOM).dropped[0]?.token).toBe('cart');
  });

  it('keeps a repeated sentence once', () => {
    const sentence = 'The container has been restarted 7 times.';
    const { kept, dropped } = verifyText(`${sentence} ${sentence}`, OOM);
    expect(kept).toEqual([sentence]);
    expect(dropped).toEqual([{ sentence, reason: 'repetition', token: null }]);
  });

  it('keeps what stands before a bad sentence and after it', () => {
    const text = 'The rollout of the Deployment web waits. Redis is down. The image does not exist. The pod will';
    const { kept, dropped } = verifyText(text, IMAGE);
    expect(kept).toEqual(['The rollout of the Deployment web waits.', 'The image does not exist.']);
    expect(dropped.map(({ reason }) => reason)).toEqual(['word', 'shape']);
  });

  it('takes the same name and number in other clothes', () => {
    const text = [
      '**The image** `registry.example.com/shop/web:2.1` does _not_ exist (E1).',
      '- The rollout made no progress for 600s [E2, E3]',
      '- The rollout made no progress for ten minutes.',
    ].join('\n');
    expect(verifyText(text, IMAGE)).toEqual({
      kept: [
        'The image "registry.example.com/shop/web:2.1" does not exist.',
        'The rollout made no progress for 600s.',
        'The rollout made no progress for ten minutes.',
      ],
      dropped: [],
    });
  });

  it('keeps a statement of ours word for word, whatever its words', () => {
    const object = OOM.objects[0];
    if (object === undefined) throw new Error('no object');
    const text = 'The budget lets nobody go, though the pod is healthy';
    const material: Material = { ...OOM, lines: [{ id: 'E1', origin: 'statement', object, text }] };
    expect(verifyText(`${text}.`, material).kept).toEqual([`${text}.`]);
    expect(verifyText('The pod is healthy.', material).kept).toEqual([]);
  });

  it('keeps a sentence of our own prose with its numbers, but no part of one and no other number', () => {
    const own =
      'The container waits in ErrImagePull and ImagePullBackOff in turns; the kubelet tries again, at most every five minutes.';
    expect(verifyText(own, IMAGE)).toEqual({ kept: [own], dropped: [] });
    expect(verifyText('The kubelet tries again, at most every five minutes.', IMAGE).kept).toEqual([]);
    expect(verifyText(own.replace('five', 'six'), IMAGE).kept).toEqual([]);
    const fine: Material = { ...IMAGE, ownWords: 'The image is fine. Delete the pod.' };
    expect(verifyText(fine.ownWords, fine).kept).toEqual([]);
  });

  it('quotes free text only where a word says that it is somebody else’s', () => {
    const quotation = '"while opening the database orders"';
    expect(verifyText(`The container logs ${quotation} and ends.`, CRASH).kept).toHaveLength(1);
    expect(verifyText(`The container ${quotation} and ends.`, CRASH).dropped[0]?.reason).toBe('copied');
    expect(verifyText('The container logs "while closing the database orders" and ends.', CRASH).kept).toEqual([]);
  });

  it('speaks of what a log is about only where it names the log', () => {
    expect(verifyText('The log shows that the database connection was refused.', CRASH).kept).toHaveLength(1);
    const bare = verifyText('The container cannot use the queue of the registry.', OOM);
    expect(bare.dropped[0]?.reason).toBe('concept');
  });

  it('supports nothing with free text in a field', () => {
    const object = OOM.objects[0];
    if (object === undefined) throw new Error('no object');
    const text =
      'status.containerStatuses[name=worker].lastState.terminated.message = the webhook is wrong, says falcon';
    const material: Material = { ...OOM, lines: [...OOM.lines, { id: 'E9', origin: 'field', object, text }] };
    expect(verifyText('The webhook refused the container.', material).dropped[0]?.reason).toBe('concept');
    expect(verifyText('The container was killed by falcon.', material).dropped[0]?.reason).toBe('word');
  });

  it('has nothing to say about nothing', () => {
    expect(verifyText('', IMAGE)).toEqual({ kept: [], dropped: [] });
    expect(verifyText(' \n\n ', IMAGE)).toEqual({ kept: [], dropped: [] });
    const bare: Material = { lines: [], objects: [], ownWords: '' };
    expect(verifyText('The image does not exist.', bare).kept).toEqual([]);
  });
});
