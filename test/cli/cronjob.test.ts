import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { run } from '../support/cli.ts';
import { DEPLOYED, deployed } from '../support/deployed.ts';

const ROOT = join(import.meta.dirname, '../..');
const CronJob = z.looseObject({
  spec: z.looseObject({
    jobTemplate: z.looseObject({
      spec: z.looseObject({
        template: z.looseObject({
          spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string(), args: z.array(z.string()) })) }),
        }),
      }),
    }),
  }),
});
const Roles = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

function only(kind: string): unknown {
  return deployed().find((object) => object.kind === kind);
}

describe('deploy/', () => {
  test('is everything that the CronJob needs, each once', () => {
    expect(deployed().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ClusterRole mekhanikube-reader',
      'ClusterRole mekhanikube-reader-secrets',
      'Namespace mekhanikube',
      'ServiceAccount mekhanikube',
      'ClusterRoleBinding mekhanikube-reader',
      'CronJob mekhanikube',
    ]);
  });

  test('binds the generated role and no other', () => {
    expect(only('ClusterRoleBinding')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'mekhanikube-reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'mekhanikube', namespace: 'mekhanikube' }],
    });
    const own = z.array(Roles).parse(loadAll(readFileSync(join(DEPLOYED, 'cronjob.yaml'), 'utf8')));
    expect(own.map(({ kind }) => kind)).not.toContain('ClusterRole');
  });

  test('runs one at a time, as nobody, with nothing to write to', () => {
    expect(only('CronJob')).toMatchObject({
      spec: {
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            template: {
              spec: {
                serviceAccountName: 'mekhanikube',
                securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
                containers: [
                  {
                    securityContext: {
                      allowPrivilegeEscalation: false,
                      readOnlyRootFilesystem: true,
                      capabilities: { drop: ['ALL'] },
                    },
                    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
                  },
                ],
              },
            },
          },
        },
      },
    });
  });

  test('its command prints the report and fails no Job because of a finding', async () => {
    const [container] = CronJob.parse(only('CronJob')).spec.jobTemplate.spec.template.spec.containers;
    const recording = join(ROOT, 'examples/broken-cluster.json.gz');
    const { code, stdout, stderr } = await run([...(container?.args ?? []), '--from', recording]);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'Report', summary: { total: 26 } });
    // No version: it stands in package.json alone.
    expect(container?.image).toBe('mekhanikube');
  });
});
