import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import type { ListRead } from '../../../../src/remedy/live/reader.ts';
import { answerKey, gather } from '../../../../src/remedy/signals/gather.ts';
import { policy } from '../policy/sample.ts';
import { pod, view, WEB, web } from './sample.ts';

const VIEW = view([...WEB, pod('web-a'), pod('web-b')]);
const metric = (id: string, scope: string) => ({
  id,
  metric: { resource: 'cpu', scope, unit: 'cores' },
  compare: { op: 'gt', value: 1 },
});
const query = (id: string, text: string) => ({ id, prometheus: { query: text }, compare: { op: 'gt', value: 1 } });

function asking(...all: readonly unknown[]) {
  return { spec: policy({ when: { all } }).spec, targets: [web(VIEW)] };
}

test('asks for the metrics of a namespace once, for all policies', async () => {
  const asked: string[] = [];
  const list = async ({ kind }: { kind: string }, namespace: string | null): Promise<ListRead<KubeObject>> => {
    asked.push(`${kind} ${namespace}`);
    return { state: 'listed', objects: [] };
  };
  await gather(
    [asking(metric('a', 'pod'), metric('b', 'container')), asking(metric('a', 'workload'), metric('n', 'node'))],
    { list, prometheus: null },
  );
  expect(asked.sort()).toEqual(['NodeMetrics null', 'PodMetrics shop']);
});

test('asks for nothing that no policy wants', async () => {
  const list = async () => {
    throw new Error('asked');
  };
  const gathered = await gather([asking({ id: 'a', finding: { check: 'pod-*' } })], { list, prometheus: list });
  expect(gathered.metrics).toEqual({ pods: new Map(), nodes: null });
  expect(gathered.prometheus.size).toBe(0);
});

test('whoever fails makes it unknown, and each query is sent once', async () => {
  const asked: string[] = [];
  const gathered = await gather(
    [
      asking(
        query('a', 'x{n="{{name}}"}'),
        query('b', 'x{n="{{name}}"}'),
        query('c', 'y{a="{{labels.none}}"}'),
        metric('m', 'pod'),
      ),
    ],
    {
      list: async () => {
        throw new Error('no connection');
      },
      prometheus: async (server, text) => {
        asked.push(`${server} ${text}`);
        throw new Error('timed out');
      },
    },
  );
  expect(asked).toEqual(['default x{n="web"}']);
  expect(gathered.prometheus.get(answerKey('default', 'x{n="web"}'))).toEqual({ state: 'failed', reason: 'timed out' });
  expect(gathered.metrics?.pods.get('shop')).toEqual({ state: 'unreadable', reason: 'no connection' });
});
