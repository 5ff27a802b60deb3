import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mapBounded } from '../../src/base/map-bounded.ts';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi, Manifest } from '../support/cluster-api.ts';
import { FIXTURES_DIR, fixtures } from '../support/fixture.ts';
import { clusterSituation, situations } from '../support/situation.ts';

const kubeconfig = testKubeconfig();
const NAMESPACE = 'mekhanikube-test-dry-run';
const AT_ONCE = 12;
const files = [...fixtures(), clusterSituation(), ...situations()];
/** What we make of the server's own words is none of its objects. */
const OURS = /^mekhanikube\.io\//;
const Involved = z.looseObject({ namespace: z.string().optional() });

describe.skipIf(kubeconfig === null)('a real API server accepts every object', () => {
  let api: ClusterApi;
  const refusals = new Map<string, readonly string[]>();
  const unserved = new Set<string>();
  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    await api.apply(NAMESPACE_OBJECT);
    await untilPodsAreAllowed(api);
    await mapBounded(files, AT_ONCE, async ({ path, objects }) => {
      const said = await mapBounded(objects, 1, async (raw) => {
        const object = Manifest.parse(raw);
        if (OURS.test(object.apiVersion)) return [];
        if (await api.serves(object)) return refusalOf(api, object);
        unserved.add(`${object.kind} of ${object.apiVersion}`);
        return [];
      });
      refusals.set(path, said.flat());
    });
  }, 300_000);
  afterAll(async () => {
    if (unserved.size > 0) {
      process.stdout.write(`not tried, as this server does not serve them: ${[...unserved].sort().join(', ')}\n`);
    }
    await api.remove(NAMESPACE_OBJECT);
    api.close();
  });

  test.each(files.map(({ path }) => [relative(FIXTURES_DIR, path), path]))('of %s', (_name, path) => {
    expect(refusals.get(path)).toEqual([]);
  });
});

const NAMESPACE_OBJECT: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };

/** Sends the object to be created, but not kept. */
async function refusalOf(api: ClusterApi, manifest: Manifest): Promise<readonly string[]> {
  const object = inNamespace(forCreation(manifest));
  const path = `${await api.collectionOf(object)}?dryRun=All&fieldValidation=Strict`;
  const { status, reason } = await api.send('POST', path, object);
  // 403: something that it refers to is not there. 409: one of its name is. The server has read it whole by then.
  return status < 300 || status === 403 || status === 409
    ? []
    : [`${object.kind} ${object.metadata.name}: ${status} ${reason}`];
}

/** Without what only the server sets, and what we note of Secrets and webhooks in place of what they hold. */
function forCreation({
  tls,
  keys,
  registries,
  removedApis,
  sizeBytes,
  changedAt,
  caBundles,
  ...object
}: Manifest): Manifest {
  const { uid, resourceVersion, deletionTimestamp, deletionGracePeriodSeconds, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** In the namespace of this test. An event must be where its object is: in `default`, for a cluster-scoped one. */
function inNamespace(object: Manifest): Manifest {
  if (object.metadata.namespace === undefined) return object;
  const moved = { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
  const about = Involved.safeParse(object['involvedObject']).data;
  if (about === undefined) return moved;
  return about.namespace === undefined ? object : { ...moved, involvedObject: { ...about, namespace: NAMESPACE } };
}

/** A new namespace refuses pods until its ServiceAccount is there. */
async function untilPodsAreAllowed(api: ClusterApi): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: NAMESPACE } };
  for (let left = 60; left > 0 && (await api.get(account)) === undefined; left--) await sleep(500);
}
