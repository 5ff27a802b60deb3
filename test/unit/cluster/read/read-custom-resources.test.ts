import { describe, expect, it } from 'vitest';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { type Fault, forbidden, text } from '../../../support/fake-api/faults.ts';
import { namespaces, object } from '../../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';

const KINDS = ['CustomResource', 'CustomResourceDefinition', 'Namespace'] as const;

function definition(kind: string, scope: string, group = 'example.com') {
  const plural = `${kind.toLowerCase()}s`;
  const versions = [
    { name: 'v1alpha1', served: true, storage: false },
    { name: 'v1', served: true, storage: true },
  ];
  return object('CustomResourceDefinition', `${plural}.${group}`, {
    spec: { group, scope, names: { kind, plural }, versions },
  });
}

function list(path: string, ...items: readonly object[]): Fault {
  return text(path, 200, 'application/json', JSON.stringify({ metadata: {}, items }));
}

const ready = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };
const item = (name: string, namespace: string | undefined, rest: object = ready) => ({
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
});

const definitions = [definition('Widget', 'Namespaced'), definition('Planet', 'Cluster')];

async function read(
  faults: readonly Fault[],
  options: { namespaces?: readonly string[]; more?: readonly object[] } = {},
) {
  const objects = [...namespaces('shop', 'web'), ...definitions, ...((options.more ?? []) as typeof definitions)];
  const api = await startFakeApi({ objects, faults });
  const snapshot = await snapshotFrom(
    { server: api.url },
    { kinds: KINDS, ...(options.namespaces === undefined ? {} : { namespaces: options.namespaces }) },
  );
  return {
    names: (snapshot.objects.CustomResource ?? []).map(
      ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
    ),
    coverage: snapshot.coverage.find(({ kind }) => kind === 'CustomResource'),
    asked: api.requests.map(({ path }) => path).filter((path) => !path.startsWith('/apis/apiextensions')),
  };
}

describe('custom resources', () => {
  it('are read of every kind, in the version that is stored, under their own names', async () => {
    const { names, coverage } = await read([
      list('/apis/example.com/v1/widgets', item('one', 'shop'), item('two', 'web')),
      list('/apis/example.com/v1/planets', item('earth', undefined)),
    ]);
    expect(names).toEqual([
      'example.com/v1 Planet /earth',
      'example.com/v1 Widget shop/one',
      'example.com/v1 Widget web/two',
    ]);
    expect(coverage).toMatchObject({ state: 'listed', reason: null });
  });

  it('are kept only where they say how they are', async () => {
    const { names } = await read([
      list('/apis/example.com/v1/widgets', item('mute', 'shop', {}), item('spoken', 'shop')),
      list('/apis/example.com/v1/planets'),
    ]);
    expect(names).toEqual(['example.com/v1 Widget shop/spoken']);
  });

  it('are read in the namespaces that were asked for, those of the cluster as a whole', async () => {
    const { names, asked } = await read(
      [
        list('/apis/example.com/v1/namespaces/shop/widgets', item('one', 'shop')),
        list('/apis/example.com/v1/planets', item('earth', undefined)),
      ],
      { namespaces: ['shop'] },
    );
    expect(names).toEqual(['example.com/v1 Planet /earth', 'example.com/v1 Widget shop/one']);
    expect(asked.filter((path) => path.startsWith('/apis/example.com/')).sort()).toEqual([
      '/apis/example.com/v1/namespaces/shop/widgets',
      '/apis/example.com/v1/planets',
    ]);
  });

  it('that are forbidden are named, and the others are read', async () => {
    const { names, coverage } = await read([
      forbidden('/apis/example.com/v1/widgets'),
      list('/apis/example.com/v1/planets', item('earth', undefined)),
    ]);
    expect(names).toEqual(['example.com/v1 Planet /earth']);
    expect(coverage).toMatchObject({ state: 'listed' });
    expect(coverage?.reason).toMatch(/^widgets\.example\.com: .*forbidden/);
  });

  it('are forbidden where all of them are', async () => {
    const { coverage } = await read([
      forbidden('/apis/example.com/v1/widgets'),
      forbidden('/apis/example.com/v1/planets'),
    ]);
    expect(coverage?.state).toBe('forbidden');
  });

  it('that the catalogue knows are not read twice', async () => {
    const faults = [list('/apis/example.com/v1/widgets'), list('/apis/example.com/v1/planets')];
    const known = definition('Certificate', 'Namespaced', 'cert-manager.io');
    const { asked } = await read(faults, { more: [known] });
    expect(asked).toContain('/apis/example.com/v1/widgets');
    expect(asked.filter((path) => path.includes('cert-manager.io'))).toEqual([]);
  });
});
