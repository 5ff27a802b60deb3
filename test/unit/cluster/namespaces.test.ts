import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/kube/object.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { startFakeApi } from '../../support/fake-api/fake-api.ts';
import { type Fault, forbidden, hang } from '../../support/fake-api/faults.ts';
import { namespaces, object } from '../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../support/fake-api/snapshot-of.ts';

const NAMES = ['default', 'shop', 'team-a', 'team-b'];
const OBJECTS = [
  ...namespaces(...NAMES),
  ...NAMES.flatMap((name) => [
    object('Pod', `${name}/web`),
    object('Deployment', `${name}/web`),
    object('Secret', `${name}/token`),
  ]),
  object('Node', 'node'),
];
const KINDS: readonly Kind[] = ['Deployment', 'Namespace', 'Node', 'Pod', 'Secret'];

/** Forbids a resource except in some namespaces. */
function onlyIn(readable: readonly string[], resources = /(pods|deployments|secrets)$/): Fault {
  return forbidden(({ path }) => {
    const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
    return resources.test(path) && !readable.includes(namespace ?? '');
  });
}

async function read(parts: {
  faults?: readonly Fault[];
  wanted?: readonly string[] | null;
  kinds?: readonly Kind[];
  own?: string;
  objects?: typeof OBJECTS;
}) {
  const api = await startFakeApi({ objects: parts.objects ?? OBJECTS, faults: parts.faults ?? [] });
  const snapshot = await snapshotFrom(
    { server: api.url, ...(parts.own === undefined ? {} : { namespace: parts.own }) },
    { kinds: parts.kinds ?? KINDS, namespaces: parts.wanted ?? null },
    { requestTimeoutMs: 3_000 },
  );
  return { snapshot, paths: api.requests.map(({ path }) => path) };
}

function where(snapshot: Snapshot, kind: Kind): readonly (string | undefined)[] {
  return (snapshot.objects[kind] ?? []).map(({ metadata }) => metadata.namespace ?? metadata.name);
}

function coverage(snapshot: Snapshot) {
  return Object.fromEntries(snapshot.coverage.map(({ kind, state, except, only }) => [kind, { state, except, only }]));
}

const LISTED = { state: 'listed', except: [], only: null };

describe('namespaces that were named', () => {
  it('are read, and no others; of what has none, everything', async () => {
    const { snapshot, paths } = await read({ wanted: ['shop'] });
    expect(snapshot.namespaces).toEqual(['shop']);
    expect(where(snapshot, 'Pod')).toEqual(['shop']);
    expect(where(snapshot, 'Namespace')).toEqual(['shop']);
    expect(where(snapshot, 'Node')).toEqual(['node']);
    expect(coverage(snapshot)).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, LISTED])));
    expect(paths.sort()).toEqual([
      '/api/v1/namespaces',
      '/api/v1/namespaces/shop/pods',
      '/api/v1/namespaces/shop/secrets',
      '/api/v1/nodes',
      '/apis/apps/v1/namespaces/shop/deployments',
      '/version',
    ]);
  });

  it('may be globs, and overlap', async () => {
    const { snapshot } = await read({ wanted: ['team-*', 'team-a', 'sho?'] });
    expect(snapshot.namespaces).toEqual(['shop', 'team-a', 'team-b']);
    expect(where(snapshot, 'Pod')).toEqual(['shop', 'team-a', 'team-b']);
  });

  it.each([
    ['shpo', 'there is no namespace "shpo"', 'did you mean shop?'],
    ['zzz', 'there is no namespace "zzz"', 'see what there is: kubectl get namespaces'],
    ['dev-*', "no namespace matches 'dev-*'", 'see what there is: kubectl get namespaces'],
  ])('must exist: %s', async (name, message, hint) => {
    await expect(read({ wanted: ['shop', name] })).rejects.toMatchObject({ code: 'usage', message, hint });
  });

  it('need not be listed by whoever knows their names', async () => {
    const faults = [forbidden('/api/v1/namespaces'), forbidden('/api/v1/namespaces/shop')];
    const { snapshot } = await read({ wanted: ['shop'], faults });
    expect(where(snapshot, 'Pod')).toEqual(['shop']);
    expect(coverage(snapshot)['Namespace']).toMatchObject({ state: 'forbidden' });
  });

  it('are looked for one by one where they may not be listed', async () => {
    const faults = [forbidden('/api/v1/namespaces')];
    await expect(read({ wanted: ['shpo'], faults })).rejects.toMatchObject({
      code: 'usage',
      message: 'there is no namespace "shpo"',
    });
    await expect(read({ wanted: ['team-*'], faults })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        /^-n 'team-\*' needs the list of namespaces, which cannot be read: namespaces is forb/,
      ),
      hint: 'write the names out: -n first -n second',
    });
  });

  it('are named where they could not be read', async () => {
    const { snapshot } = await read({ wanted: ['shop', 'team-a'], faults: [onlyIn(['shop'])] });
    expect(coverage(snapshot)['Pod']).toEqual({ state: 'listed', except: ['team-a'], only: null });
    expect(where(snapshot, 'Pod')).toEqual(['shop']);
  });

  it('are failed only where none could be read', async () => {
    const some = await read({ wanted: ['shop', 'team-a'], faults: [hang('/api/v1/namespaces/shop/pods')] });
    expect(some.snapshot.coverage.find(({ kind }) => kind === 'Pod')).toMatchObject({
      state: 'listed',
      except: ['shop'],
      reason: 'no answer within 3 s',
    });
    const none = await read({ wanted: ['shop'], faults: [hang('/api/v1/namespaces/shop/pods')] });
    expect(coverage(none.snapshot)['Pod']).toMatchObject({ state: 'failed' });
  });
});

describe('without the right to everything', () => {
  it('reads the namespaces that may be read', async () => {
    const { snapshot, paths } = await read({ faults: [onlyIn(['shop', 'team-a'])] });
    expect(snapshot.namespaces).toBeNull();
    expect(where(snapshot, 'Pod')).toEqual(['shop', 'team-a']);
    expect(where(snapshot, 'Deployment')).toEqual(['shop', 'team-a']);
    expect(coverage(snapshot)).toMatchObject({
      Pod: { state: 'listed', except: ['default', 'team-b'], only: null },
      Deployment: { state: 'listed', except: ['default', 'team-b'], only: null },
      Node: LISTED,
    });
    expect(paths).not.toContain('/apis/apps/v1/namespaces/team-b/deployments');
  });

  it('names the rule where that is shorter than the exceptions', async () => {
    const { snapshot } = await read({ faults: [onlyIn(['shop'])] });
    expect(coverage(snapshot)['Pod']).toEqual({ state: 'listed', except: [], only: ['shop'] });
  });

  it('learns from pods where the others can be read at all', async () => {
    const { paths } = await read({ faults: [onlyIn(['shop'])] });
    expect(paths.filter((path) => path.endsWith('/pods'))).toHaveLength(1 + NAMES.length);
    expect(paths.filter((path) => path.endsWith('/deployments'))).toEqual([
      '/apis/apps/v1/deployments',
      '/apis/apps/v1/namespaces/shop/deployments',
    ]);
  });

  it('reads its own namespace where namespaces may not be listed', async () => {
    const faults = [forbidden('/api/v1/namespaces'), onlyIn(['shop'])];
    const { snapshot, paths } = await read({ faults, own: 'shop' });
    expect(where(snapshot, 'Pod')).toEqual(['shop']);
    expect(coverage(snapshot)['Pod']).toEqual({ state: 'listed', except: [], only: ['shop'] });
    expect(paths.filter((path) => path.endsWith('/pods'))).toEqual(['/api/v1/pods', '/api/v1/namespaces/shop/pods']);
  });

  it('reads what is left where no pod may be read', async () => {
    const faults = [forbidden(/\/(pods|secrets)$/), onlyIn(['shop'], /deployments$/)];
    const { snapshot } = await read({ faults, own: 'shop' });
    expect(coverage(snapshot)).toMatchObject({
      Pod: { state: 'forbidden' },
      Secret: { state: 'forbidden' },
      Deployment: { state: 'listed', only: ['shop'] },
    });
  });

  it('tries a kind that alone is forbidden in a few namespaces, its own first', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `ns-${index}`);
    const objects = [...namespaces(...many), object('Secret', 'ns-29/token')];
    const nowhere = await read({ objects, faults: [onlyIn([], /secrets$/)], own: 'ns-29' });
    expect(coverage(nowhere.snapshot)['Secret']).toMatchObject({ state: 'forbidden' });
    expect(nowhere.paths.filter((path) => path.endsWith('/secrets'))).toHaveLength(1 + 10);
    const own = await read({ objects, faults: [onlyIn(['ns-29'], /secrets$/)], own: 'ns-29' });
    expect(coverage(own.snapshot)['Secret']).toEqual({ state: 'listed', except: [], only: ['ns-29'] });
    expect(where(own.snapshot, 'Secret')).toEqual(['ns-29']);
  });

  it('lists namespaces once, whoever asks', async () => {
    const { paths } = await read({ faults: [onlyIn(['shop'])] });
    expect(paths.filter((path) => path === '/api/v1/namespaces')).toHaveLength(1);
  });

  it('reads everything by namespace where all are readable', async () => {
    const { snapshot } = await read({ faults: [onlyIn(NAMES)] });
    expect(where(snapshot, 'Pod')).toEqual(NAMES);
    expect(coverage(snapshot)['Pod']).toEqual(LISTED);
  });
});
