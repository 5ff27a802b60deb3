import { expect, test } from 'vitest';
import { child, OPEN_STATE } from './child.ts';
import { freshPath, opened, thrownBy } from './faulty-disk.ts';

const STAY = `${OPEN_STATE} setInterval(() => {}, 1000);`;

test('one process holds the folder until it ends, also where it is killed', async () => {
  const path = freshPath();
  const holder = child(STAY, path);
  expect(await holder.line()).toBe('open 1');
  expect(thrownBy(() => opened(path))).toMatchObject({
    code: 'denied',
    message: expect.stringContaining(`in use by process ${holder.process.pid} since 20`),
  });
  await holder.kill();
  expect(opened(path).generation).toBe(2);
});

test('of many that take over at once one wins', async () => {
  const path = freshPath();
  const dead = child(STAY, path);
  await dead.line();
  await dead.kill();
  const takers = Array.from({ length: 4 }, () => child(STAY, path));
  const said = await Promise.all(takers.map((taker) => taker.line()));
  expect(said.filter((line) => line === 'open 2')).toHaveLength(1);
  expect(said.filter((line) => line?.startsWith('denied '))).toHaveLength(3);
  await Promise.all(takers.map((taker) => taker.kill()));
});
