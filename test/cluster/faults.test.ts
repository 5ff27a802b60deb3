import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { run } from '../support/cli.ts';
import { testKubeconfig } from '../support/cluster.ts';
import { readCases } from '../support/cluster-cases.ts';
import { Trial } from '../support/cluster-trial.ts';
import { agrees, findingsAbout, type Verdict, verdictOn } from '../support/cluster-verdict.ts';

const MINUTE_MS = 60_000;
const kubeconfig = testKubeconfig();
const faults = readCases('faults');
const SCHEMA = join(import.meta.dirname, '../../schemas/report.v1.schema.json');

describe.skipIf(kubeconfig === null)('with everything broken at once', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.open(kubeconfig ?? '', faults);
    await trial.stage();
    await trial.settle(8 * MINUTE_MS);
  }, 15 * MINUTE_MS);
  afterAll(async () => trial?.close());

  test.each(faults)('$name: $about', (fault) => {
    const { found, expected } = trial.verdictOn(fault);
    expect(found).toEqual(expected);
  });

  test('nothing is said of the cluster itself', async () => {
    // Other namespaces are none of our business: somebody may be trying things there.
    const rest = () => {
      const about = new Set(faults.flatMap((one) => findingsAbout(one, trial.findings)));
      const others = trial.findings.filter((finding) => !about.has(finding));
      return others
        .filter(({ subject }) => /^(default|kube-.*)$/.test(subject.namespace ?? 'default'))
        .map(({ check, message }) => `${check}: ${message}`);
    };
    // Under all this the API server may be late for the moment of one look, and then it is right to say so.
    const looked = async () => {
      if (rest().length > 0) await trial.look();
      return rest();
    };
    await expect.poll(looked, { interval: 5_000, timeout: 60_000 }).toEqual([]);
  }, 90_000);

  describe('the command', () => {
    let folder: string;
    let report: Report;
    let text: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'mekhanikube-cluster-'));
      const textFile = join(folder, 'report.txt');
      const { code, stdout, stderr } = await analyze(['-o', 'json', '-o', `text=${textFile}`]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      report = JSON.parse(stdout);
      text = readFileSync(textFile, 'utf8').replace(/\s+/g, ' ');
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    function analyze(args: readonly string[]) {
      return run(['analyze', '--quiet', '--kubeconfig', kubeconfig ?? '', ...args]);
    }

    test('prints JSON that keeps to the published schema', () => {
      const ajv = new Ajv2020({ strict: true });
      ajv.addFormat('date-time', (time: string) => !Number.isNaN(Date.parse(time)));
      expect(ajv.validate(JSON.parse(readFileSync(SCHEMA, 'utf8')), report), ajv.errorsText()).toBe(true);
    });

    test('finds the same', async () => {
      const now = faults.filter(({ judgedMinutesLater }) => judgedMinutesLater === 0);
      const differing = async (): Promise<readonly Verdict[]> => {
        const { findings }: Report = JSON.parse((await analyze(['-o', 'json'])).stdout);
        return now.map((one) => verdictOn(one, findings)).filter((verdict) => !agrees(verdict));
      };
      // The cluster lives on: what follows from a cause may be gone for the moment of one look.
      await expect.poll(differing, { interval: 5_000, timeout: 60_000 }).toEqual([]);
    }, 90_000);

    test('says each finding in its text', () => {
      const unsaid = report.findings.filter(({ message }) => !text.includes(message.replace(/\s+/g, ' ')));
      expect(unsaid.map(({ check, message }) => `${check}: ${message}`)).toEqual([]);
    });

    test('ends with 1 where findings are to fail it', async () => {
      expect((await analyze(['--fail-on', 'high', '-n', 'fault-*'])).code).toBe(1);
    });

    test('says nothing of other namespaces than those it is asked for', async () => {
      const { stdout } = await analyze(['-o', 'json', '-n', 'kube-*']);
      const { findings }: Report = JSON.parse(stdout);
      expect(findings.filter(({ subject }) => subject.namespace !== null)).toEqual([]);
    });
  });
});
