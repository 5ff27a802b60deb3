import { expect, test } from 'vitest';
import { z } from 'zod';
import { serviceFix } from '../../../../src/remedy/actions/service-fix.ts';
import { paramsProblem } from '../../../../src/remedy/objects/params-problem.ts';
import { consider, deployment } from '../../../support/rollout-stage.ts';

const schema = z.strictObject({
  selector: z.union([z.literal('nearest'), z.record(z.string(), z.string())]).optional(),
  podLabels: z.record(z.string(), z.string()).optional(),
  replicas: z.int().optional(),
  to: z.union([z.int(), z.literal('previous')]).optional(),
});

const problem = (params: unknown) => {
  const { error } = schema.safeParse(params);
  return error === undefined ? null : paramsProblem(error, params);
};

test.each<[unknown, string, string | null]>([
  [
    { selector: 'app=web' },
    'selector: expected nearest or an object, as JSON',
    `for example --param 'selector={"app":"web"}'`,
  ],
  [
    { podLabels: 'app=web,tier=front' },
    'podLabels: expected an object, as JSON',
    `for example --param 'podLabels={"app":"web","tier":"front"}'`,
  ],
  [{ podLabels: 3 }, 'podLabels: expected an object, as JSON', `for example --param 'podLabels={"KEY":"VALUE"}'`],
  [{ selector: { app: 1 } }, 'selector: expected nearest or for app a string', null],
  [{ to: 'last' }, 'to: expected a number or previous', null],
  [{ replicas: 'x' }, 'replicas: Invalid input: expected number, received string', null],
  [{ nope: 1 }, 'Unrecognized key: "nope"', null],
])('%j', (params, message, hint) => {
  expect(problem(params)).toEqual({ message, hint });
});

test('an action says it', async () => {
  await expect(async () => consider(serviceFix, deployment(), { selector: 'app=web' })).rejects.toMatchObject({
    code: 'usage',
    message: 'params of service.fix: selector: expected nearest or an object, as JSON',
    hint: `for example --param 'selector={"app":"web"}'`,
  });
});
