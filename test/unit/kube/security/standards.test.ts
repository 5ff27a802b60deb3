import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../../src/kube/object.ts';
import { violationsOf } from '../../../../src/kube/security/standards.ts';
import { uncommonVolumeType } from '../../../../src/kube/security/volumes.ts';

const HARD = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

function podOf(context: object, more: object = {}): PodSpec {
  return { containers: [{ name: 'app', securityContext: context }], ...more };
}

const controls = (spec: PodSpec, level: 'baseline' | 'restricted') =>
  violationsOf(spec, level).map(({ control }) => control);

test('a hardened pod keeps both levels, a plain one the baseline', () => {
  expect(controls(podOf(HARD), 'restricted')).toEqual([]);
  expect(controls({ containers: [{ name: 'app' }] }, 'baseline')).toEqual([]);
  expect(controls({ containers: [{ name: 'app' }] }, 'restricted')).toEqual([
    'allowPrivilegeEscalation',
    'capabilities_restricted',
    'runAsNonRoot',
    'seccompProfile_restricted',
  ]);
});

describe('each step from the hardened pod is named', () => {
  test.each<[string, object, object, string, boolean]>([
    ['privileged', { privileged: true }, {}, 'privileged', true],
    ['a capability', { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }, {}, 'capabilities_restricted', true],
    [
      'an ordinary capability',
      { capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
      {},
      'capabilities_restricted',
      false,
    ],
    ['capabilities kept', { capabilities: {} }, {}, 'capabilities_restricted', false],
    ['escalation', { allowPrivilegeEscalation: true }, {}, 'allowPrivilegeEscalation', false],
    ['root allowed', { runAsNonRoot: false }, {}, 'runAsNonRoot', false],
    ['root asked for', { runAsUser: 0 }, {}, 'runAsUser', false],
    ['root of the pod', {}, { securityContext: { runAsUser: 0 } }, 'runAsUser', false],
    ['seccomp off', { seccompProfile: { type: 'Unconfined' } }, {}, 'seccompProfile_restricted', true],
    ['AppArmor off', { appArmorProfile: { type: 'Unconfined' } }, {}, 'appArmorProfile', true],
    ['SELinux type', { seLinuxOptions: { type: 'spc_t' } }, {}, 'seLinuxOptions', true],
    ['SELinux user', { seLinuxOptions: { user: 'system_u' } }, {}, 'seLinuxOptions', true],
    ['all of /proc', { procMount: 'Unmasked' }, {}, 'procMount', true],
    ['host process', { windowsOptions: { hostProcess: true } }, {}, 'windowsHostProcess', true],
    ['host network', {}, { hostNetwork: true }, 'hostNamespaces', true],
    ['host PID', {}, { hostPID: true }, 'hostNamespaces', true],
    ['host IPC', {}, { hostIPC: true }, 'hostNamespaces', true],
    ['host path', {}, { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 'restrictedVolumes', true],
    ['NFS', {}, { volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }] }, 'restrictedVolumes', false],
    ['iSCSI as it was kept', {}, { volumes: [{ name: 'v', uncommonType: 'iscsi' }] }, 'restrictedVolumes', false],
    ['sysctl', {}, { securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } }, 'sysctls', true],
  ])('%s', (_name, context, more, control, inBaseline) => {
    const spec = podOf({ ...HARD, ...context }, more);
    expect(controls(spec, 'restricted')).toEqual([control]);
    expect(controls(spec, 'baseline').length > 0).toBe(inBaseline);
  });

  test('a host port, in an init container too', () => {
    const container = { name: 'setup', securityContext: HARD, ports: [{ containerPort: 80, hostPort: 80 }] };
    expect(violationsOf({ initContainers: [container], containers: [] }, 'baseline')).toEqual([
      {
        control: 'hostPorts',
        offences: [{ path: 'initContainers[name=setup].ports[0].hostPort', value: 80, container: 'setup' }],
      },
    ]);
  });
});

describe('what the pod says counts for its containers', () => {
  const pod = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const own = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

  test('unless they say otherwise', () => {
    expect(controls(podOf(own, { securityContext: pod }), 'restricted')).toEqual([]);
    expect(controls(podOf({ ...own, runAsNonRoot: false }, { securityContext: pod }), 'restricted')).toEqual([
      'runAsNonRoot',
    ]);
  });

  test('a pod that allows root offends itself, not through each container', () => {
    const spec = podOf(own, { securityContext: { ...pod, runAsNonRoot: false } });
    expect(violationsOf(spec, 'restricted').flatMap(({ offences }) => offences)).toEqual([
      { path: 'securityContext.runAsNonRoot', value: false, container: null },
    ]);
  });
});

test('a pod for Windows need not say what Windows has not', () => {
  expect(controls({ os: { name: 'windows' }, containers: [{ name: 'app' }] }, 'restricted')).toEqual(['runAsNonRoot']);
});

test('who breaks the baseline breaks the restricted level', () => {
  const flag = fc.option(fc.boolean(), { nil: undefined });
  const context = fc.record(
    {
      privileged: flag,
      runAsNonRoot: flag,
      allowPrivilegeEscalation: flag,
      runAsUser: fc.constantFrom(0, 1000),
      capabilities: fc.record({
        add: fc.subarray(['NET_ADMIN', 'CHOWN', 'NET_BIND_SERVICE']),
        drop: fc.subarray(['ALL']),
      }),
      seccompProfile: fc.record({ type: fc.constantFrom('Unconfined', 'RuntimeDefault', 'Localhost') }),
      procMount: fc.constantFrom('Default', 'Unmasked'),
    },
    { requiredKeys: [] },
  );
  const spec = fc.record({
    hostNetwork: fc.boolean(),
    containers: fc.array(fc.record({ name: fc.constantFrom('a', 'b'), securityContext: context }), { maxLength: 2 }),
    volumes: fc.subarray([
      { name: 'h', hostPath: { path: '/' } },
      { name: 'c', configMap: { name: 'c' } },
    ]),
  });
  fc.assert(
    fc.property(spec, (one) => {
      const pod: PodSpec = JSON.parse(JSON.stringify(one));
      if (violationsOf(pod, 'baseline').length > 0) expect(violationsOf(pod, 'restricted')).not.toEqual([]);
    }),
  );
});

test('uncommonVolumeType names what a snapshot would lose', () => {
  expect(uncommonVolumeType({ name: 'v', iscsi: { lun: 1 } })).toBe('iscsi');
  expect(uncommonVolumeType({ name: 'v', uncommonType: 'rbd' })).toBe('rbd');
  for (const type of ['emptyDir', 'configMap', 'hostPath', 'nfs', 'image']) {
    expect(uncommonVolumeType({ name: 'v', [type]: {} })).toBeUndefined();
  }
  expect(uncommonVolumeType({ name: 'v' })).toBeUndefined();
});
