import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { run, start } from '../support/cli.ts';
import { createAuthority } from '../support/fake-api/certificate.ts';
import { temporaryFolder, writeTemporary } from '../support/fake-api/kubeconfig.ts';
import { type Sink, startSink } from '../support/sink/index.ts';
import { startTunnelTo, type Tunnel } from '../support/sink/tunnel.ts';

const BROKEN = join(import.meta.dirname, '../../examples/broken-cluster.json.gz');

async function sink(...args: Parameters<typeof startSink>): Promise<Sink> {
  const started = await startSink(...args);
  onTestFinished(() => started.close());
  return started;
}

async function startTunnel(to: string): Promise<Tunnel> {
  const started = await startTunnelTo(to);
  onTestFinished(() => started.close());
  return started;
}

function analyze(args: readonly string[], env: Record<string, string> = {}) {
  return run(['analyze', '--from', BROKEN, ...args], { env });
}

async function reportOf(...args: string[]): Promise<{ cluster: { name: string }; findings: { id: string }[] }> {
  return JSON.parse((await analyze(['-o', 'json', ...args])).stdout);
}

describe('--pushgateway', () => {
  test('gets the metrics that -o prometheus prints, under the name of the cluster', async () => {
    const { address, received } = await sink({ status: 202 });
    const { code, stdout, stderr } = await analyze(['-o', 'prometheus', '--pushgateway', `${address}/`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(received).toMatchObject([{ method: 'PUT', body: stdout }]);
    const { cluster } = await reportOf();
    const [, value = ''] = received[0]?.path.split('/metrics/job/mekhanikube/cluster@base64/') ?? [];
    const plain = received[0]?.path.split('/metrics/job/mekhanikube/cluster/')[1];
    expect(plain ?? Buffer.from(value, 'base64url').toString()).toBe(cluster.name);
  });
});

describe('--alertmanager', () => {
  test('gets an alert for each finding that is shown, and for no other', async () => {
    const { address, received } = await sink();
    const idsSent = async (...flags: string[]) => {
      const { code } = await analyze([...flags, '-o', 'json', '--alertmanager', address]);
      expect(code).toBe(0);
      return JSON.parse(received.at(-1)?.body ?? '').map(({ labels }: { labels: { id: string } }) => labels.id);
    };
    const all = (await reportOf()).findings.map(({ id }) => id);
    const jobs = (await reportOf('--filter=Job')).findings.map(({ id }) => id);
    expect(await idsSent()).toEqual(all);
    expect(await idsSent('--filter=Job')).toEqual(jobs);
    expect(jobs.length).toBeLessThan(all.length);
    expect(received).toMatchObject([{ path: '/api/v2/alerts' }, { path: '/api/v2/alerts' }]);
  });

  test('ends an alert after --alert-for', async () => {
    const { address, received } = await sink();
    await analyze(['--alertmanager', address, '--alert-for', '30m']);
    const { takenAt } = JSON.parse((await analyze(['-o', 'json'])).stdout);
    const [{ endsAt }] = JSON.parse(received[0]?.body ?? '');
    expect(Date.parse(endsAt) - Date.parse(takenAt)).toBe(1_800_000);
  });
});

describe('what cannot be sent', () => {
  test('is one error after the report, and exit code 4, not 1', async () => {
    const { address } = await sink({ status: 500, body: 'no space left' });
    const junit = join(temporaryFolder(), 'out.xml');
    const flags = ['-o', 'json', '-o', `junit=${junit}`, '--ci', '--pushgateway', address];
    const { code, stdout, stderr } = await analyze(flags);
    expect(JSON.parse(stdout)).toEqual(await reportOf());
    expect(readFileSync(junit, 'utf8')).toMatch(/<\/testsuites>\n$/);
    expect(stderr).toBe(
      `error: could not send the metrics to the Pushgateway at ${address}: it answered 500: no space left\n` +
        '  look at its log (the report itself was written)\n',
    );
    expect(code).toBe(4);
  });

  test('keeps nothing from the other receiver; two failures are one error', async () => {
    const failing = await sink({ status: 503 });
    const working = await sink();
    const one = await analyze(['--pushgateway', failing.address, '--alertmanager', working.address]);
    expect([one.code, working.received.length]).toEqual([4, 1]);
    const two = await analyze(['--pushgateway', failing.address, '--alertmanager', failing.address]);
    expect(two.code).toBe(4);
    expect(two.stderr).toMatch(/^error: .*to the Pushgateway .* 503; .*to the Alertmanager .* 503\n {2}look at/);
    expect(two.stderr.match(/error:/g)).toHaveLength(1);
  });

  test('is given up after --request-timeout, and no redirect is followed', async () => {
    const silent = await sink('silence');
    const late = await analyze(['--alertmanager', silent.address, '--request-timeout', '200ms']);
    expect(late.stderr).toMatch(/no answer within 0\.2 s\n/);
    const elsewhere = await sink();
    const redirecting = await sink({ status: 302, headers: { location: elsewhere.address } });
    const { code, stderr } = await analyze(['--alertmanager', redirecting.address]);
    expect([late.code, code, elsewhere.received]).toEqual([4, 4, []]);
    expect(stderr).toMatch(/it answered 302\n {2}redirects are not followed/);
  });
});

describe('credentials', () => {
  test('come from the environment, and go nowhere else', async () => {
    const { address, received } = await sink({ status: 401, body: 'who is hunter2-token?' });
    const { stdout, stderr } = await analyze(['-o', 'json', '--alertmanager', address], {
      MEKHANIKUBE_ALERTMANAGER_TOKEN: 'hunter2-token',
      MEKHANIKUBE_PUSHGATEWAY_TOKEN: 'other-token',
    });
    expect(received[0]?.headers.authorization).toBe('Bearer hunter2-token');
    expect(stdout + stderr + received[0]?.body).not.toMatch(/hunter2|other-token/);
    expect(stderr).toMatch(/set MEKHANIKUBE_ALERTMANAGER_TOKEN/);
  });

  test('of one receiver are not sent to the other', async () => {
    const gateway = await sink();
    const manager = await sink();
    await analyze(['--pushgateway', gateway.address, '--alertmanager', manager.address], {
      MEKHANIKUBE_PUSHGATEWAY_USERNAME: 'ci',
      MEKHANIKUBE_PUSHGATEWAY_PASSWORD: 'hunter2',
    });
    expect(gateway.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ci:hunter2').toString('base64')}`);
    expect(manager.received[0]?.headers).not.toHaveProperty('authorization');
  });
});

test('certificates are verified, whatever the environment says, against an own CA too', async () => {
  const authority = createAuthority();
  const { address, received } = await sink({ status: 200 }, authority.issue(['127.0.0.1']));
  const refused = await analyze(['--alertmanager', address], { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect([refused.code, received]).toEqual([4, []]);
  expect(refused.stderr).toMatch(/certificate is not trusted/);
  const trusted = await analyze(['--alertmanager', address], { NODE_EXTRA_CA_CERTS: writeTemporary(authority.cert) });
  expect([trusted.code, trusted.stderr, received.length]).toEqual([0, '', 1]);
});

describe('a proxy that the environment names', () => {
  test('is gone through, and the certificate behind it is verified', async () => {
    const authority = createAuthority();
    const { address, received } = await sink({ status: 200 }, authority.issue(['alerts.test']));
    const proxy = await startTunnel(address);
    const send = (env: Record<string, string>) =>
      analyze(['--alertmanager', 'https://alerts.test:8443'], { HTTPS_PROXY: proxy.address, ...env });
    const refused = await send({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect([refused.code, received]).toEqual([4, []]);
    expect(refused.stderr).toMatch(/certificate is not trusted/);
    const trusted = await send({ NODE_EXTRA_CA_CERTS: writeTemporary(authority.cert) });
    expect([trusted.code, trusted.stderr, received.length]).toEqual([0, '', 1]);
    expect(proxy.asked).toEqual(['alerts.test:8443', 'alerts.test:8443']);
  });

  test('is not asked for loopback, nor for what NO_PROXY names', async () => {
    const { address } = await sink();
    const proxy = await startTunnel(address);
    const env = { HTTP_PROXY: proxy.address, NO_PROXY: '.invalid' };
    expect((await analyze(['--alertmanager', address], env)).code).toBe(0);
    expect((await analyze(['--alertmanager', 'http://alerts.invalid'], env)).stderr).toMatch(/cannot be resolved/);
    expect(proxy.asked).toEqual([]);
  });

  test('that is none is an error without its password', async () => {
    const env = { HTTPS_PROXY: 'nonsense://user:hunter2@proxy' };
    const { code, stderr } = await analyze(['--alertmanager', 'https://alerts.test'], env);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error: could not send the alerts to the Alertmanager at https:\/\/alerts\.test: /);
    expect(stderr).not.toContain('hunter2');
  });
});

test('an interruption ends the sending; the report is out by then', async () => {
  const { address, received } = await sink('silence');
  const running = start(['analyze', '--from', BROKEN, '-o', 'json', '--alertmanager', address]);
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 25_000 });
  running.kill('SIGINT');
  const { code, stdout, stderr } = await running.ended;
  expect([code, stderr]).toEqual([130, 'error: interrupted\n']);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'Report' });
});

describe('what was typed wrong is said before the cluster is read', () => {
  test.each([
    [['--pushgateway', 'push:9091'], {}, /--pushgateway: this is no http or https address/],
    [['--alertmanager', 'ftp://alerts'], {}, /--alertmanager: this is no http or https address/],
    [
      ['--pushgateway', 'http://ci:hunter2@push:9091'],
      {},
      /a user or a password[\s\S]*MEKHANIKUBE_PUSHGATEWAY_PASSWORD/,
    ],
    [['--alertmanager', 'http://alerts', '--alert-for', 'long'], {}, /--alert-for: "long" is no length of time/],
    [['--alertmanager', 'http://alerts'], { MEKHANIKUBE_ALERTMANAGER_USERNAME: 'hunter2' }, /_PASSWORD is not/],
  ])('%j', async (flags, env, message) => {
    const { code, stdout, stderr } = await run(['analyze', '--kubeconfig', '/nowhere/config', ...flags], { env });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/hunter2|nowhere/);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('showing prompts sends nothing', async () => {
  const { address, received } = await sink();
  const { code } = await analyze([
    '--filter=Job',
    '--show-prompt',
    '--pushgateway',
    address,
    '--alertmanager',
    address,
  ]);
  expect([code, received]).toEqual([0, []]);
});

test('--help says what is sent, and where credentials come from', async () => {
  const { stdout } = await run(['analyze', '--help'], { env: { COLUMNS: '200' } });
  const help = stdout.replace(/\s+/g, ' ');
  expect(help).toMatch(/--pushgateway <url> PUT the metrics there: how many findings by check and severity/);
  expect(help).toMatch(/--alertmanager <url> POST an alert there for each finding shown: its object, message/);
  expect(help).toMatch(/come from the environment only: MEKHANIKUBE_PUSHGATEWAY_TOKEN/);
});
