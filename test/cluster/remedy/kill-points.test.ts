import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { z } from 'zod';
import { auditLog } from '../../support/audit-log.ts';
import { testKubeconfig } from '../../support/cluster.ts';
import { ClusterApi, type Manifest } from '../../support/cluster-api.ts';
import {
  deployment,
  type FlushFault,
  freshNamespace,
  podSpec,
  rollout,
  settled,
  Tool,
  until,
  withFault,
} from '../../support/repair-stage.ts';

// Each trial keeps one process of the tool busy.
vi.setConfig({ maxConcurrency: 4, testTimeout: 900_000 });

const kubeconfig = testKubeconfig();
const PREFIX = 'mekhanikube-faults-kill';

/** What the API server has of a target: how often it was changed, and what it holds. */
interface Seen {
  readonly changes: number;
  readonly value: string;
}

/** One repair that is planned anew for every kill. */
interface Round {
  readonly target: string;
  readonly params: readonly string[];
  readonly planned: string;
  look(): Promise<Seen>;
}

interface Trial {
  readonly action: string;
  readonly kills: readonly FlushFault[] | 'all';
  prepare(api: ClusterApi, namespace: string): Promise<void>;
  round(api: ClusterApi, namespace: string, index: number): Promise<Round>;
}

const kill = (when: FlushFault['when'], type: string): FlushFault => ({ do: 'kill', when, type });

/** Where a crash leaves it open whether the request arrived. */
const CRITICAL: readonly FlushFault[] = [
  kill('before', 'EXECUTING'),
  kill('after', 'EXECUTING'),
  kill('before', 'EXECUTED'),
  kill('torn', 'EXECUTED'),
  kill('after', 'EXECUTED'),
  kill('before', 'VERIFIED'),
  kill('before', 'DONE'),
  kill('after', 'DONE'),
];

const TRIALS: readonly Trial[] = [scaling(), undoing(), resizing(), triggering(), deleting()];

describe.skipIf(kubeconfig === null)(
  'killed at any record of the journal, a run is never done twice nor forgotten',
  () => {
    let api: ClusterApi;
    const tools: Tool[] = [];
    const namespaces = [...TRIALS.map(({ action }) => namespaceOf(action)), namespaceOf('back')];

    beforeAll(async () => {
      api = await ClusterApi.connect(kubeconfig ?? '');
      await Promise.all(namespaces.map((name) => freshNamespace(api, name)));
    }, 200_000);
    afterAll(async () => {
      for (const tool of tools) tool.remove();
      for (const name of namespaces) await api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      api.close();
    });

    const opened = (): Tool => {
      const tool = new Tool(kubeconfig ?? '');
      tools.push(tool);
      return tool;
    };

    test.for(TRIALS.map((trial) => [trial.action, trial] as const))(
      '%s',
      { concurrent: true },
      async ([action, trial], { expect }) => {
        const [tool, namespace] = [opened(), namespaceOf(action)];
        await trial.prepare(api, namespace);
        let index = 0;
        for (const fault of trial.kills === 'all' ? everyRecord() : trial.kills) {
          const round = await trial.round(api, namespace, index++);
          const before = await round.look();
          const log = auditLog();
          const plan = await tool.plan(namespace, round.target, action, ...round.params);
          const killed = await tool.apply(plan, withFault(fault));
          const told = `${JSON.stringify(fault)}: ${killed.stderr}${killed.stdout}`;
          if (trial.kills === 'all' && killed.code !== null) break;
          expect(killed.code, told).toBeNull();

          // The next apply recovers as well, and whoever tries again must not do it again.
          if (index % 2 === 0) expect((await tool.recover()).code, told).toBe(0);
          const again = await tool.apply(plan);
          const after = await round.look();
          const happened = tool.happened(plan);
          const executed = happened.filter((type) => type === 'EXECUTED').length;
          expect(
            happened.filter((type) => type === 'DONE'),
            told,
          ).toHaveLength(1);
          if (log !== null) expect(log.writes(namespace), told).toHaveLength(executed);
          expect(after.changes - before.changes, told + again.stderr).toBe(executed);
          expect(after.value, told).toBe(executed === 1 ? round.planned : before.value);
          expect(executed, told).toBeLessThan(2);
          const done = tool.records(plan).at(-1);
          expect(done?.type === 'DONE' ? done.outcome : done?.type, told).toMatch(
            executed === 1 ? /^succeeded$/ : /^(abandoned|failed)$/,
          );
        }
        // All points were reached, and not one round stopped early.
        expect(index).toBeGreaterThan(trial.kills === 'all' ? 12 : trial.kills.length - 1);
        await tool.verify();
      },
    );

    test('a rollback', { concurrent: true }, async ({ expect }) => {
      const [tool, namespace] = [opened(), namespaceOf('back')];
      const web = deployment(namespace, 'web');
      await api.apply(web);
      await settled(api, web);
      for (const type of ['ROLLBACK_INTENT', 'ROLLED_BACK']) {
        for (const when of ['before', 'after'] as const) {
          const plan = await tool.plan(namespace, 'deploy/web', 'scale', 'replicas=2');
          expect((await tool.apply(plan)).code).toBe(0);
          const log = auditLog();
          const { generation } = (await rollout(api, web)).metadata;
          expect((await tool.rollback(plan, withFault(kill(when, type)))).code).toBeNull();
          await tool.recover();
          // Killed before its first record, nobody knows that it was asked for.
          if (type === 'ROLLBACK_INTENT' && when === 'before') expect((await tool.rollback(plan)).code).toBe(0);
          const found = await rollout(api, web);
          const told = `killed ${when} ${type}`;
          expect(found.spec.replicas, told).toBe(1);
          expect(found.metadata.generation - generation, told).toBe(1);
          if (log !== null) expect(log.writes(namespace), told).toHaveLength(1);
          const done = tool.records(plan).at(-1);
          expect(done?.type === 'DONE' ? done.outcome : done?.type, told).toBe('rolled-back');
        }
      }
      await tool.verify();
    });
  },
);

function namespaceOf(action: string): string {
  return `${PREFIX}-${action.replace('.', '-')}`;
}

/** Before and after the first record, the second one, and so on. */
function* everyRecord(): Generator<FlushFault> {
  for (let at = 1; at < 30; at++) {
    yield { do: 'kill', when: 'before', at };
    yield { do: 'kill', when: 'after', at };
  }
}

function scaling(): Trial {
  return {
    action: 'scale',
    kills: 'all',
    prepare: started,
    async round(api, namespace) {
      const web = deployment(namespace, 'web');
      const wanted = (await rollout(api, web)).spec.replicas === 1 ? 2 : 1;
      return {
        target: 'deploy/web',
        params: [`replicas=${wanted}`],
        planned: String(wanted),
        async look() {
          const { metadata, spec } = await rollout(api, web);
          return { changes: metadata.generation, value: String(spec.replicas) };
        },
      };
    },
  };
}

const Template = z.looseObject({
  metadata: z.looseObject({ generation: z.number() }),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(
          z.looseObject({
            command: z.array(z.string()),
            resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
          }),
        ),
      }),
    }),
  }),
});

async function container(api: ClusterApi, namespace: string) {
  const { metadata, spec } = Template.parse(await api.get(deployment(namespace, 'web')));
  const [first] = spec.template.spec.containers;
  return {
    generation: metadata.generation,
    command: first?.command.join(' ') ?? '',
    memory: first?.resources.limits.memory ?? '',
  };
}

function undoing(): Trial {
  const commands = ['sleep 86400', 'sleep 86401'];
  return {
    action: 'rollout.undo',
    kills: CRITICAL,
    async prepare(api, namespace) {
      await started(api, namespace);
      const changed = deployment(namespace, 'web');
      const spec = podSpec(['sleep', '86401']);
      await api.apply({
        ...changed,
        spec: { ...Object(changed['spec']), template: { metadata: { labels: { app: 'web' } }, spec } },
      });
      await settled(api, changed);
    },
    async round(api, namespace) {
      await settled(api, deployment(namespace, 'web'));
      const { command } = await container(api, namespace);
      return {
        target: 'deploy/web',
        // Nothing of the earlier revision runs any more.
        params: ['requireHealthyHistory=false'],
        planned: commands.find((other) => other !== command) ?? '',
        async look() {
          const found = await container(api, namespace);
          return { changes: found.generation, value: found.command };
        },
      };
    },
  };
}

function resizing(): Trial {
  return {
    action: 'resources.set',
    kills: CRITICAL,
    prepare: started,
    async round(api, namespace) {
      await settled(api, deployment(namespace, 'web'));
      const { memory } = await container(api, namespace);
      const wanted = memory === '16Mi' ? '20Mi' : '16Mi';
      return {
        target: 'deploy/web',
        params: [`limits.memory=${wanted}`],
        planned: wanted,
        async look() {
          const found = await container(api, namespace);
          return { changes: found.generation, value: found.memory };
        },
      };
    },
  };
}

async function started(api: ClusterApi, namespace: string): Promise<void> {
  const web = deployment(namespace, 'web');
  await api.apply(web);
  await settled(api, web);
}

const jobSpec = () => ({ backoffLimit: 0, template: { spec: { ...podSpec(['true']), restartPolicy: 'Never' } } });

function triggering(): Trial {
  return {
    action: 'cronjob.trigger',
    kills: CRITICAL,
    async prepare(api, namespace) {
      await api.apply({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly', namespace },
        // Its controller would take away what is to be counted.
        spec: {
          schedule: '0 0 1 1 *',
          suspend: true,
          successfulJobsHistoryLimit: 100,
          jobTemplate: { spec: jobSpec() },
        },
      });
    },
    async round(api, namespace) {
      const count = async (): Promise<number> => (await jobs(api, namespace)).length;
      return {
        target: 'cronjob/nightly',
        params: [],
        planned: String((await count()) + 1),
        look: async () => ({ changes: await count(), value: String(await count()) }),
      };
    },
  };
}

function deleting(): Trial {
  const job = (namespace: string, index: number): Manifest => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `done-${index}`, namespace },
    spec: jobSpec(),
  });
  return {
    action: 'job.delete',
    kills: CRITICAL,
    async prepare(api, namespace) {
      for (const index of CRITICAL.keys()) await api.apply(job(namespace, index));
      await until(async () => (await jobs(api, namespace)).every(({ isDone }) => isDone), 'the Jobs are done');
    },
    async round(api, namespace, index) {
      const exists = async (): Promise<boolean> => (await api.get(job(namespace, index))) !== undefined;
      return {
        target: `job/done-${index}`,
        params: [],
        planned: 'false',
        look: async () => ({ changes: (await exists()) ? 0 : 1, value: String(await exists()) }),
      };
    },
  };
}

const JobList = z.object({
  items: z.array(z.looseObject({ status: z.looseObject({ completionTime: z.string().optional() }).prefault({}) })),
});

async function jobs(api: ClusterApi, namespace: string): Promise<readonly { readonly isDone: boolean }[]> {
  const { body } = await api.send('GET', `/apis/batch/v1/namespaces/${namespace}/jobs`);
  return JobList.parse(body).items.map(({ status }) => ({ isDone: status.completionTime !== undefined }));
}
