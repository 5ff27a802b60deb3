import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testKubeconfig } from '../support/cluster.ts';
import { readCases } from '../support/cluster-cases.ts';
import { Trial } from '../support/cluster-trial.ts';

const MINUTE_MS = 60_000;
const kubeconfig = testKubeconfig();
// Apart from the faults: a node takes 110 pods, and what finds no room is not healthy.
const healthy = readCases('healthy');

describe.skipIf(kubeconfig === null)('what is healthy, however it looks', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.open(kubeconfig ?? '', healthy);
    await trial.stage();
    await trial.settle(4 * MINUTE_MS);
  }, 10 * MINUTE_MS);
  afterAll(async () => trial?.close());

  test.each(healthy)('nothing is said of $name: $about', (one) => {
    expect(trial.verdictOn(one).found).toEqual([]);
  });
});
