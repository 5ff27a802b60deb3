import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testKubeconfig } from '../support/cluster.ts';
import { readCases } from '../support/cluster-cases.ts';
import { Trial } from '../support/cluster-trial.ts';

const MINUTE_MS = 60_000;
const kubeconfig = testKubeconfig();
const cases = readCases('faults-cluster');

// Apart from the others, as these change what is said everywhere: the scheduler counts the dead nodes in each message,
// and no namespace goes while an aggregated API is down.
describe.skipIf(kubeconfig === null)('with the cluster itself broken', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.open(kubeconfig ?? '', cases);
    await trial.stage();
    await trial.settle(4 * MINUTE_MS);
  }, 10 * MINUTE_MS);
  afterAll(async () => trial?.close());

  test.each(cases)('$name: $about', (fault) => {
    const { found, expected } = trial.verdictOn(fault);
    expect(found).toEqual(expected);
  });
});
