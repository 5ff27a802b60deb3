import { messageOf } from '../../base/errors.ts';
import type { NeededRight, RightsFacts } from '../guards/facts.ts';

/**
 * Asks the API server for one right: a SelfSubjectAccessReview.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 */
export type Ask = (right: NeededRight) => Promise<boolean>;

/** Asks for each right once: for all objects first, and for the one by its name where not all may be written. */
export async function reviewRights(rights: readonly NeededRight[], ask: Ask): Promise<RightsFacts> {
  const asked = new Map<string, Promise<Answer>>();
  const answerTo = (right: NeededRight): Promise<Answer> => {
    const key = JSON.stringify(right, Object.keys(right).sort());
    const answer = asked.get(key) ?? askFor(right, ask);
    asked.set(key, answer);
    return answer;
  };
  const reviewed = await Promise.all(
    rights.map(async (right) => {
      const { name, ...general } = right;
      const answer = await answerTo(general);
      if (answer === 'allowed' || name === undefined) return { right: general, answer };
      return { right, answer: await answerTo(right) };
    }),
  );
  return [...new Map(reviewed.map((one) => [JSON.stringify(one), one])).values()];
}

type Answer = RightsFacts[number]['answer'];

async function askFor(right: NeededRight, ask: Ask): Promise<Answer> {
  try {
    return (await ask(right)) === true ? 'allowed' : 'denied';
  } catch (error) {
    return { unknown: messageOf(error) };
  }
}
