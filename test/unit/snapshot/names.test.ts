import { expect, test } from 'vitest';
import { namesOf } from '../../../src/snapshot/names.ts';
import { snapshotOf } from '../../support/fixture.ts';

test('lists what the user named, and no value that is none', () => {
  const names = namesOf(
    snapshotOf({
      takenAt: '2026-01-10T12:00:00Z',
      objects: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { namespace: 'shop', name: 'db', labels: { tier: 'back' } },
          spec: {
            replicas: 2,
            serviceName: 'db-headless',
            template: { spec: { restartPolicy: 'Always', containers: [{ name: 'main', image: 'acme/db:1' }] } },
          },
        },
      ],
    }),
  );
  for (const name of ['fixture', 'shop', 'db', 'db-headless', 'back', 'main', 'acme/db:1'])
    expect([name, names.has(name)]).toEqual([name, true]);
  for (const word of ['', 'Always', 'StatefulSet', 'apps/v1']) expect([word, names.has(word)]).toEqual([word, false]);
});
