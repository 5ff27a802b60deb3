import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi, type Manifest } from '../support/cluster-api.ts';
import { deployed } from '../support/deployed.ts';

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-test-deploy';
const objects = deployed();

/** With the labels of the one that is deployed: what it enforces is enforced here. */
const namespace: Manifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels ?? {} },
};

const CronJob = z.looseObject({
  spec: z.looseObject({
    jobTemplate: z.looseObject({ spec: z.looseObject({ template: z.looseObject({ spec: z.looseObject({}) }) }) }),
  }),
});

describe.skipIf(kubeconfig === null)('deploy/', () => {
  let api: ClusterApi;
  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    await api.apply(namespace);
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: NAMESPACE } };
    for (let left = 60; left > 0 && (await api.get(account)) === undefined; left--) await sleep(500);
  }, 60_000);
  afterAll(async () => {
    await api.remove(namespace);
    api.close();
  });

  /** Applied by the server, field by field, and not kept. */
  async function applied(object: Manifest) {
    const path = `${await api.collectionOf(object)}/${object.metadata.name}`;
    const query = '?dryRun=All&fieldManager=mekhanikube-test&fieldValidation=Strict&force=true';
    return api.send('PATCH', path + query, object, 'application/apply-patch+yaml');
  }

  test.each(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    'a real API server accepts %s',
    async (_name, object) => {
      const { status, reason } = await applied(inTestNamespace(object));
      expect([status < 300, reason]).toEqual([true, expect.any(String)]);
    },
  );

  test('the pod of the CronJob passes the restricted level that its namespace enforces', async () => {
    const { spec } = CronJob.parse(objects.find(({ kind }) => kind === 'CronJob'));
    const pod = (changes: object): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'run', namespace: NAMESPACE },
      // The account is not there: only what is applied for good is.
      spec: { ...spec.jobTemplate.spec.template.spec, serviceAccountName: 'default', ...changes },
    });
    expect(await applied(pod({}))).toMatchObject({ status: 201 });
    expect(await applied(pod({ securityContext: {} }))).toMatchObject({
      status: 403,
      reason: expect.stringContaining('restricted'),
    });
  });
});

function inTestNamespace(object: Manifest): Manifest {
  if (object.metadata.namespace === undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
}
