import { describe, expect, test } from 'vitest';
import { logText } from '../../../../src/kube/logs/log-words.ts';
import { specHintOf, type Told } from '../../../../src/kube/logs/spec-hint.ts';

type Pod = Parameters<typeof specHintOf>[0];
type Service = NonNullable<Told['service']>;

const service = (name: string, spec: Service['spec'], namespace = 'shop'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec,
});
const db = service('db', { clusterIP: '10.96.0.7', ports: [{ port: 5432, name: 'sql' }] });
const headless = service('db', { clusterIP: 'None', ports: [{ port: 5432 }] });
const cache = service('my-redis', { clusterIP: '10.96.0.9' });
const elsewhere = service('redis', { clusterIP: '10.96.0.8' }, 'other');
const outside = service('pay', { type: 'ExternalName', externalName: 'pay.example.test' });
const moved = service('db', { type: 'ExternalName', externalName: 'db.data.svc.cluster.local' });
const forwarded = service('db', { type: 'ExternalName', externalName: 'redis.other.svc.cluster.local' });
const all = [db, cache, elsewhere, outside];
const view: Parameters<typeof specHintOf>[3] = {
  all: () => all,
  get: (_kind, namespace, name) => {
    const object = all.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    return object === undefined ? { state: 'missing' } : { state: 'found', object };
  },
  shared: (derive) => derive(view),
};

function hint(spec: object, container: object, told: Partial<Told> & Pick<Told, 'line'>) {
  const containers = [{ name: 'app', ...container }];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { ...spec, containers },
  };
  return specHintOf(
    pod as unknown as Pod,
    'app',
    { pattern: null, host: null, port: null, service: undefined, ...told },
    view,
  );
}

const dns = { pattern: 'log-dns', line: 'no such host', host: 'db', service: db } as const;
const timeout = { ...dns, pattern: 'log-timeout' } as const;
const link = { pattern: null, line: 'strconv.Atoi: parsing "tcp://10.96.0.9:6379": invalid syntax' };
const readOnly = { pattern: 'log-file', line: "can't create /var/run/app.pid: Read-only file system" } as const;
const folder = { pattern: null, line: 'cat: read error: Is a directory' };
const token = {
  pattern: 'log-file',
  line: 'open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
} as const;
const readOnlyRoot = { securityContext: { readOnlyRootFilesystem: true } };
const single = { name: 'cfg', mountPath: '/etc/app/app.conf', subPath: 'app.conf' };
const scripts = { volumes: [{ name: 'scripts', configMap: { name: 'web-scripts' } }] };
const mounted = { volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }] };

describe('what a line points to in the spec', () => {
  test.each<[string, ReturnType<typeof hint>, object]>([
    ['a host alias', hint({ hostAliases: [{ hostnames: ['db'] }] }, {}, timeout), { kind: 'host-alias', name: 'db' }],
    ['a DNS of its own', hint({ dnsPolicy: 'None' }, {}, dns), { kind: 'dns-policy', value: 'None' }],
    ['the DNS of the node', hint({ dnsPolicy: 'Default' }, {}, dns), { kind: 'dns-policy', value: 'Default' }],
    ['the network of the node', hint({ hostNetwork: true }, {}, dns), { kind: 'dns-policy', value: 'ClusterFirst' }],
    [
      'a Service that is only a name',
      hint({}, {}, { ...dns, host: 'pay', service: outside }),
      { kind: 'external-name', name: 'pay', value: 'pay.example.test' },
    ],
    [
      'a Service that is only the name of another one',
      hint({}, {}, { ...dns, service: forwarded }),
      { kind: 'external-name', value: 'redis.other.svc.cluster.local' },
    ],
    [
      'a Service that is only the name of one that is not there',
      hint({}, {}, { ...dns, service: moved }),
      { kind: 'external-name-missing', name: 'db', value: 'db.data.svc.cluster.local' },
    ],
    [
      'a port that the Service does not have',
      hint({}, {}, { ...timeout, port: 5433 }),
      { kind: 'service-port', name: 'Service shop/db', value: '5432 (sql)' },
    ],
    [
      'a variable made of a Service',
      hint({}, {}, link),
      { kind: 'service-link', name: 'MY_REDIS_PORT', value: 'my-redis' },
    ],
    ['a read-only root', hint({}, readOnlyRoot, readOnly), { kind: 'read-only-root', name: '/var/run/app.pid' }],
    [
      'a subPath',
      hint({}, { volumeMounts: [single] }, folder),
      { kind: 'sub-path', name: '/etc/app/app.conf', value: 'app.conf' },
    ],
    [
      'a script of a ConfigMap that nothing runs',
      hint(scripts, mounted, { line: 'exec /scripts/run.sh: no such file or directory' }),
      { kind: 'interpreter', name: '/scripts/run.sh', value: 'scripts' },
    ],
    ['no token', hint({}, {}, token), { kind: 'no-token' }],
  ])('%s', (_what, found, wanted) => {
    expect(found).toMatchObject(wanted);
    expect(logText({ line: 'x', service: null, hint: found })).toMatch(/^; it last wrote "x"; .{20,}$/);
  });

  test.each<[string, ReturnType<typeof hint>]>([
    ['another host has the alias', hint({ hostAliases: [{ hostnames: ['cache'] }] }, {}, timeout)],
    ['the pod asks the DNS of the cluster', hint({}, {}, dns)],
    [
      'so it does on the network of the node',
      hint({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }, {}, dns),
    ],
    ['the name was resolved', hint({ dnsPolicy: 'None' }, {}, timeout)],
    ['the name is of no Service', hint({ dnsPolicy: 'None' }, {}, { ...dns, service: undefined })],
    ['the Service has that port', hint({}, {}, { ...timeout, port: 5432 })],
    ['a headless Service has none of its own', hint({}, {}, { ...timeout, port: 5433, service: headless })],
    ['no port is named', hint({}, {}, timeout)],
    ['no links are made', hint({ enableServiceLinks: false }, {}, link)],
    ['the variable is its own', hint({}, { env: [{ name: 'MY_REDIS_PORT' }] }, link)],
    ['the Service is of another namespace', hint({}, {}, { ...link, line: 'tcp://10.96.0.8:6379' })],
    ['the root may be written', hint({}, {}, readOnly)],
    [
      'the path is on a volume',
      hint({}, { ...readOnlyRoot, volumeMounts: [{ name: 'run', mountPath: '/var/run' }] }, readOnly),
    ],
    ['two subPaths', hint({}, { volumeMounts: [single, { ...single, mountPath: '/etc/b' }] }, folder)],
    ["the program is the image's own", hint({}, {}, { line: 'exec /app/web: no such file or directory' })],
    ['a whole volume', hint({}, { volumeMounts: [{ name: 'cfg', mountPath: '/etc/app' }] }, folder)],
    [
      'a token there is',
      hint({}, { volumeMounts: [{ name: 't', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }, token),
    ],
  ])('nothing where %s', (_what, found) => {
    expect(found).toBeNull();
  });
});
