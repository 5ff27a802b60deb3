import { expect, test } from 'vitest';
import { type Picture, pictureOf } from '../../../src/diagnose/picture/picture.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { type ObjectRef, refText, refTo } from '../../../src/kube/object-ref.ts';
import { viewOf } from '../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../support/fixture.ts';

const NOTHING: Finding = {
  id: 'id',
  check: 'check',
  severity: 'high',
  confidence: 'certain',
  since: null,
  title: 'Title',
  message: 'Message',
  subject: refTo('Deployment', 'shop', 'web'),
  members: [],
  facts: {},
  evidence: [],
  symptoms: [],
  causes: [],
  change: null,
  fixes: [],
  docs: '',
};

function symptom(subject: ObjectRef, by: ObjectRef = NOTHING.subject, check = 'symptom'): Finding['symptoms'][number] {
  return { check, subject, message: 'Message', because: { rule: 'consequence', by: { check: 'check', subject: by } } };
}

const pod = (name: string) => refTo('Pod', 'shop', name);

/** A Deployment with two pods on one node, a Service of both, an Ingress and an autoscaler; the ConfigMap is missing. */
const OBJECTS = [
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-2' } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'd' }, spec: {} },
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-1', namespace: 'shop', uid: 'r', ownerReferences: [owner('Deployment', 'web', 'd')] },
  },
  podObject('web-1-a'),
  podObject('web-1-b'),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' } },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  },
  { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: 'shop' } },
];

function owner(kind: string, name: string, uid: string) {
  return { apiVersion: 'apps/v1', kind, name, uid, controller: true };
}

function podObject(name: string, nodeName = 'worker-1') {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      labels: { app: 'web' },
      ownerReferences: [owner('ReplicaSet', 'web-1', 'r')],
    },
    spec: {
      nodeName,
      containers: [{ name: 'web', image: 'web', envFrom: [{ configMapRef: { name: 'settings' } }] }],
    },
  };
}

function draw(parts: Partial<Finding>, objects: readonly unknown[] = OBJECTS): Picture {
  return pictureOf({ ...NOTHING, ...parts }, viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects })));
}

/** `Service shop/web -selects-> 2 Pod`. */
function arrows({ boxes, arrows }: Picture): readonly string[] {
  const name = (index: number): string => {
    const box = boxes[index];
    if (box === undefined) return 'nothing';
    const text = box.refs.length > 1 ? `${box.refs.length} ${box.refs[0].kind}` : refText(box.refs[0]);
    return `${text}${box.missing ? ' (missing)' : ''}`;
  };
  return arrows.map(({ from, to, word }) => `${name(from)} -${word}-> ${name(to)}`).sort();
}

test('symptoms hang on the pods by the relations of the API; what is alike shares a box', () => {
  const picture = draw({
    members: [pod('web-1-a'), pod('web-1-b')],
    symptoms: [
      symptom(refTo('Ingress', 'shop', 'web')),
      symptom(refTo('Service', 'shop', 'web')),
      symptom(refTo('HorizontalPodAutoscaler', 'shop', 'web')),
    ],
  });
  expect(arrows(picture)).toEqual([
    '2 Pod -reads-> ConfigMap shop/settings (missing)',
    '2 Pod -runs on-> Node worker-1',
    'Deployment shop/web -owns-> 2 Pod',
    'HorizontalPodAutoscaler shop/web -scales-> Deployment shop/web',
    'Ingress shop/web -routes to-> Service shop/web',
    'Service shop/web -selects-> 2 Pod',
  ]);
  expect(picture.boxes[0]).toMatchObject({ role: 'cause', refs: [{ name: 'web' }] });
  expect(picture.rest).toBe(0);
});

test('pods on several nodes show none of them', () => {
  const objects = OBJECTS.map((object) =>
    object.metadata.name === 'web-1-b' ? podObject('web-1-b', 'worker-2') : object,
  );
  expect(arrows(draw({ members: [pod('web-1-a'), pod('web-1-b')] }, objects))).toEqual([
    '2 Pod -reads-> ConfigMap shop/settings (missing)',
    'Deployment shop/web -owns-> 2 Pod',
  ]);
});

test('a node that is the cause is linked to each of its pods', () => {
  const subject = refTo('Node', null, 'worker-1');
  const picture = draw({ subject, symptoms: [symptom(pod('web-1-a'), subject), symptom(pod('web-1-b'), subject)] });
  expect(arrows(picture)).toContain('2 Pod -runs on-> Node worker-1');
});

test('what was not read is not called missing', () => {
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: OBJECTS, forbidden: ['ConfigMap'] });
  const picture = pictureOf({ ...NOTHING, members: [pod('web-1-a')] }, viewOf(snapshot));
  expect(arrows(picture).join()).not.toContain('settings');
});

test('who refuses is linked to what was made, not to its owner', () => {
  const picture = draw({ members: [refTo('ReplicaSet', 'shop', 'web-1')], facts: { quota: 'team' } });
  expect(arrows(picture)).toEqual([
    'Deployment shop/web -owns-> ReplicaSet shop/web-1',
    'ReplicaSet shop/web-1 -refused by-> ResourceQuota shop/team',
  ]);
});

test('a Service that is the cause shows the pods that it selects, though they are well', () => {
  expect(arrows(draw({ subject: refTo('Service', 'shop', 'web') }))).toContain('Service shop/web -selects-> 2 Pod');
});

test('what no relation ties is tied by the words of the diagnosis', () => {
  const secret = refTo('Secret', 'shop', 'other');
  const claim = refTo('PersistentVolumeClaim', 'shop', 'data');
  const job = refTo('Job', 'shop', 'import');
  const node = refTo('Node', null, 'worker-2');
  const picture = draw({
    symptoms: [symptom(job, claim), symptom(claim)],
    causes: [{ id: 'id', check: 'other', subject: secret, message: 'Message' }],
    evidence: [
      { object: node, path: 'spec', value: null },
      { object: refTo('Event', 'shop', 'web.1'), path: 'reason', value: null },
    ],
  });
  expect(arrows(picture)).toEqual([
    'Deployment shop/web -leads to-> PersistentVolumeClaim shop/data (missing)',
    'Deployment shop/web -seen in-> Node worker-2',
    'PersistentVolumeClaim shop/data (missing) -leads to-> Job shop/import (missing)',
    'Secret shop/other (missing) -leads to-> Deployment shop/web',
  ]);
});

test('what a relation ties is not tied again, whatever is said first', () => {
  const queue = refTo('StatefulSet', 'shop', 'queue');
  const service = refTo('Service', 'shop', 'queue');
  const objects = [
    ...OBJECTS,
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'queue', namespace: 'shop' }, spec: {} },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'queue', namespace: 'shop' },
      spec: { serviceName: 'queue' },
    },
  ];
  expect(arrows(draw({ symptoms: [symptom(service, queue), symptom(queue)] }, objects))).toEqual([
    'Deployment shop/web -leads to-> StatefulSet shop/queue',
    'StatefulSet shop/queue -governed by-> Service shop/queue',
  ]);
});

test('what is missing keeps its name, though several are missing alike', () => {
  const spec = {
    containers: [
      { name: 'web', image: 'web', envFrom: [{ configMapRef: { name: 'one' } }, { configMapRef: { name: 'two' } }] },
    ],
  };
  const objects = [...OBJECTS, { ...podObject('web-1-c'), spec }];
  expect(arrows(draw({ members: [pod('web-1-c')] }, objects))).toEqual([
    'Deployment shop/web -owns-> Pod shop/web-1-c',
    'Pod shop/web-1-c -reads-> ConfigMap shop/one (missing)',
    'Pod shop/web-1-c -reads-> ConfigMap shop/two (missing)',
  ]);
});

test('a claim that is the cause shows the pods that mount it', () => {
  const claim = refTo('PersistentVolumeClaim', 'shop', 'data');
  const spec = { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  const objects = [...OBJECTS, { ...podObject('web-1-c'), spec }];
  expect(arrows(draw({ subject: claim }, objects))).toEqual([
    'Deployment shop/web -owns-> Pod shop/web-1-c',
    'Pod shop/web-1-c -mounts-> PersistentVolumeClaim shop/data (missing)',
  ]);
});

test('every box can be reached from the cause, and what does not fit is counted', () => {
  const symptoms = Array.from({ length: 300 }, (_, index) =>
    symptom(refTo('Service', 'shop', `web-${index}`), NOTHING.subject, `check-${index}`),
  );
  const { boxes, arrows, rest } = draw({ symptoms });
  expect([boxes.length, boxes.length - 1 + rest]).toEqual([40, 300]);
  const reached = new Set([0]);
  for (const at of reached) {
    for (const { from, to } of arrows) if (from === at || to === at) reached.add(from).add(to);
  }
  expect(reached.size).toBe(boxes.length);
});

test('thousands of members are one box and a count', () => {
  const members = Array.from({ length: 5_000 }, (_, index) => pod(`web-1-${index}`));
  const objects = [...OBJECTS, ...members.map(({ name }) => podObject(name))];
  const picture = draw({ members }, objects);
  expect([picture.boxes[1]?.refs.length, picture.rest]).toEqual([100, 4_900]);
});

test('objects of kinds that nobody knows are drawn, too', () => {
  const subject = { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'shop', name: 'x' };
  expect(arrows(draw({ subject, members: [pod('gone')] }))).toEqual([
    'Widget shop/x -leads to-> Pod shop/gone (missing)',
  ]);
});
