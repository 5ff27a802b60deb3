import { z } from 'zod';
import type { Story } from './story.ts';

/** Serves a page on port 8080. */
export const SERVE = 'mkdir -p /www && echo ok > /www/index.html && exec httpd -f -p 8080 -h /www';
export const CRASH = 'echo panic: bad config; exit 1';
/** An image that no node can have. */
export const NO_IMAGE = 'registry.invalid/shop/web:2.0.0';

interface Wish {
  readonly name?: string;
  readonly replicas?: number;
  readonly script?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly resources?: unknown;
}

/** A small Deployment whose container is called web. */
export function deployment({ name = 'web', replicas = 1, script = SERVE, ...wish }: Wish) {
  const labels = { app: name, ...wish.labels };
  const container = {
    name: 'web',
    image: wish.image ?? 'busybox:latest',
    imagePullPolicy: wish.imagePullPolicy ?? 'IfNotPresent',
    command: ['sh', '-c', script],
    resources: wish.resources ?? { requests: { cpu: '5m', memory: '8Mi' } },
    ...(script === SERVE ? { readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 } } : {}),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      progressDeadlineSeconds: 10,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  };
}

const Live = z.object({
  metadata: z.object({
    uid: z.string(),
    generation: z.number(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({
    replicas: z.number(),
    template: z.looseObject({
      spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string(), resources: z.unknown() })) }),
    }),
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
    })
    .prefault({}),
});
export type LiveDeployment = z.output<typeof Live>;

const LivePod = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), deletionTimestamp: z.string().optional() }),
  status: z.looseObject({
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    containerStatuses: z.array(z.looseObject({ restartCount: z.number() })).default([]),
  }),
});

export async function live(story: Story, name = 'web'): Promise<LiveDeployment> {
  const found = await story.find('apps/v1', 'Deployment', name, Live);
  if (found === null) throw new Error(`Deployment ${name} is gone`);
  return found;
}

/** The uids of the pods that serve. */
export async function readyPods(story: Story): Promise<readonly { readonly name: string; readonly uid: string }[]> {
  const pods = await story.list('v1', 'Pod', LivePod);
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ status }) => status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    .map(({ metadata: { name, uid } }) => ({ name, uid }));
}

export function imageOf({ spec }: LiveDeployment): string | undefined {
  return spec.template.spec.containers[0]?.image;
}

/** Makes a Deployment that works. */
export async function healthy(story: Story, wish: Wish = {}): Promise<LiveDeployment> {
  const wanted = deployment(wish);
  await story.put(wanted);
  const { name } = wanted.metadata;
  const replicas = wish.replicas ?? 1;
  await story.until(`${name} is ready`, async () => {
    const { status, metadata } = await live(story, name);
    const isSeen = status.observedGeneration === metadata.generation;
    return (
      isSeen && [status.replicas, status.updatedReplicas, status.readyReplicas].every((count) => count === replicas)
    );
  });
  return live(story, name);
}

/** What somebody with kubectl does to the container of a Deployment. */
export function changeContainer(story: Story, fields: Record<string, unknown>, name = 'web'): Promise<void> {
  const containers = [{ name: 'web', ...fields }];
  return story.patch('apps/v1', 'Deployment', name, { spec: { template: { spec: { containers } } } });
}
