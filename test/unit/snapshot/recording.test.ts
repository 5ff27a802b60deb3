import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecording } from '../../../src/snapshot/recording/open.ts';
import { snapshotLines } from '../../../src/snapshot/recording/own-format.ts';
import { snapshotOf } from '../../support/fixture.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'p1' },
  spec: { containers: [{ name: 'app', image: 'web:1', env: [{ name: 'TOKEN', value: 'planted-env-value' }] }] },
  status: { phase: 'Running', startTime: '2026-01-10T11:00:00Z' },
};
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  data: { password: 'cGxhbnRlZA==' },
};
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-01-10T11:58:00Z' }] },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function* stream(content: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const own = [...snapshotLines(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [POD, SECRET, NODE] }))].join(
  '\n',
);

describe('a snapshot of this tool', () => {
  test('comes back as it was written, zipped or not, from a file or a pipe', async () => {
    const plain = await openRecording(file('own.json', own));
    expect(plain).toEqual(await openRecording(file('own.json.gz', gzipSync(own))));
    expect(plain).toEqual(await openRecording('-', stream(gzipSync(own))));
    expect([...snapshotLines(plain)].join('\n')).toBe(own);
    expect(plain.takenAt).toBe('2026-01-10T12:00:00Z');
  });

  test('holds no value of a Secret or a variable', () => {
    expect(own).not.toMatch(/planted|cGxhbnRlZA/);
    expect(own).toContain('"keys":["password"]');
  });

  test.each([
    ['at a line', own.split('\n').slice(0, 2).join('\n')],
    ['in a line', own.slice(0, own.length - 40)],
  ])('is refused when it is cut off %s', async (_where, text) => {
    await expect(openRecording(file('cut.json', text))).rejects.toThrow(/cut\.json is cut off/);
  });

  test('is refused when its zipped form is cut off or damaged', async () => {
    const zipped = gzipSync(own);
    await expect(openRecording(file('cut.gz', zipped.subarray(0, zipped.length - 30)))).rejects.toThrow(/is cut off/);
    const damaged = Buffer.from(zipped);
    damaged.fill(0xff, 40, 60);
    await expect(openRecording(file('bad.gz', damaged))).rejects.toThrow(/is damaged|is cut off|could not be read/);
  });
});

describe('the output of kubectl', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [POD, SECRET] };

  test.each([
    ['JSON', JSON.stringify(list)],
    ['zipped JSON', gzipSync(JSON.stringify(list))],
    [
      'YAML',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: web-1, namespace: shop}\n',
    ],
    ['YAML documents', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web-1, namespace: shop}\n---\n'],
    ['a list of one kind', JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: POD.metadata }] })],
    ['one object', JSON.stringify(POD)],
  ])('is read as %s', async (_form, content) => {
    const snapshot = await openRecording(file('kubectl', content));
    expect(snapshot.objects.Pod?.map((pod) => pod.metadata.name)).toEqual(['web-1']);
  });

  test('tells apart what was listed and what it does not speak of', async () => {
    const snapshot = await openRecording(file('list.json', JSON.stringify(list)));
    const state = (kind: string) => snapshot.coverage.find((entry) => entry.kind === kind)?.state;
    expect([state('Pod'), state('Secret'), state('ConfigMap')]).toEqual(['listed', 'listed', 'not-recorded']);
    expect(snapshot.namespaces).toEqual(['shop']);
    expect(JSON.stringify(snapshot)).not.toMatch(/planted|cGxhbnRlZA/);
  });

  test('is as old as its newest heartbeat, and as young as the file where nothing says when', async () => {
    const path = file('old.json', JSON.stringify({ kind: 'List', items: [POD, NODE] }));
    expect((await openRecording(path)).takenAt).toBe('2026-01-10T11:58:00.000Z');
    const quiet = file('quiet.json', JSON.stringify(POD));
    utimesSync(quiet, 1_800_000_000, 1_800_000_000);
    expect((await openRecording(quiet)).takenAt).toBe(new Date(1_800_000_000_000).toISOString());
  });

  test('may say null for what is not there', async () => {
    const nulls = {
      ...POD,
      status: { containerStatuses: [{ name: 'app', state: { waiting: null, running: null } }], conditions: null },
    };
    const snapshot = await openRecording(file('nulls.json', JSON.stringify({ kind: 'List', items: [nulls] })));
    expect(snapshot.objects.Pod?.[0]?.status).toEqual({ containerStatuses: [{ name: 'app', state: {} }] });
  });

  test('is read from a folder of files', async () => {
    file('folder/pods.json', JSON.stringify({ kind: 'List', items: [POD] }));
    file('folder/deeper/nodes.yaml', `kind: Node\napiVersion: v1\nmetadata: {name: n1}\n`);
    file('folder/notes.txt', 'not read');
    const snapshot = await openRecording(join(folder, 'folder'));
    expect([snapshot.objects.Pod?.length, snapshot.objects.Node?.length]).toEqual([1, 1]);
  });
});

describe('a support bundle', () => {
  const entries: readonly (readonly [string, string])[] = [
    [
      'bundle/cluster-resources/pods/shop.json',
      JSON.stringify({ kind: 'PodList', items: [{ metadata: POD.metadata, status: POD.status }] }),
    ],
    ['bundle/cluster-resources/configmaps/shop.json', '[]'],
    ['bundle/cluster-resources/pods-errors.json', 'null'],
    ['bundle/cluster-resources/nodes.json', JSON.stringify([NODE])],
    ['bundle/cluster-resources/pod-disruption-budgets/shop.json', '{"items":[]}'],
    ['bundle/cluster-resources/pods/logs/shop/web-1/app.log', 'not json'],
    ['bundle/cluster-info/cluster_version.json', '{"info":{"gitVersion":"v1.30.2"}}'],
  ];

  async function archive(): Promise<Buffer> {
    const tar = pack();
    for (const [name, text] of entries) tar.entry({ name }, text);
    tar.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of tar) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  test('is read zipped, unzipped and unpacked alike', async () => {
    const tar = await archive();
    const zipped = await openRecording(file('bundle.tar.gz', gzipSync(tar)));
    const plain = await openRecording(file('bundle.tar', tar));
    for (const [name, text] of entries) file(`unpacked/${name}`, text);
    const unpacked = await openRecording(join(folder, 'unpacked'));
    for (const snapshot of [zipped, plain, unpacked]) {
      expect(snapshot.objects.Pod?.[0]?.metadata.name).toBe('web-1');
      expect(snapshot.cluster.version).toBe('v1.30.2');
      expect(snapshot.coverage.find((entry) => entry.kind === 'ConfigMap')).toMatchObject({
        state: 'listed',
        only: ['shop'],
      });
      expect(snapshot.coverage.find((entry) => entry.kind === 'PodDisruptionBudget')?.state).toBe('listed');
      expect(snapshot.coverage.find((entry) => entry.kind === 'Secret')?.state).toBe('not-recorded');
    }
  });

  test('is refused when it is cut off', async () => {
    const zipped = gzipSync(await archive());
    await expect(openRecording(file('cut.tar.gz', zipped.subarray(0, zipped.length - 20)))).rejects.toThrow(/cut off/);
    const tar = await archive();
    await expect(openRecording(file('cut.tar', tar.subarray(0, 700)))).rejects.toThrow(
      /cut off|holds no Kubernetes object/,
    );
  });
});

test.each([
  ['nothing', '', /is empty/],
  ['prose', 'hello: [world', /is neither JSON nor YAML/],
  ['cut JSON', '{"kind":"List","items":[{', /is cut off/],
  ['HTML', '<html><body>502</body></html>', /holds no Kubernetes object|neither JSON nor YAML/],
  ['other JSON', '{"hello":"world"}', /holds no Kubernetes object/],
  ['an empty list', '{"kind":"List","items":[]}', /holds no Kubernetes object/],
  [
    'a newer snapshot',
    '{"apiVersion":"mekhanikube.io/v1","kind":"Snapshot","cluster":7}',
    /not a snapshot that this version reads/,
  ],
])('refuses %s in one sentence', async (_what, content, message) => {
  await expect(openRecording(file('foreign', content))).rejects.toThrow(message);
});

test('says that a path does not exist', async () => {
  await expect(openRecording(join(folder, 'nowhere.json'))).rejects.toThrow(/nowhere\.json does not exist/);
});
