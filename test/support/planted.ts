/** What is planted: where it would come from, and what masking has to see in it by itself. */
export interface Planted {
  readonly value: string;
  readonly kind: 'name' | 'image' | 'host' | 'address' | 'mail' | 'url' | 'secret';
  /** True where the snapshot would list it as a name; false where only its shape gives it away. */
  readonly listed: boolean;
}

const ENVIRONMENTS = ['falcon', 'shop', 'payments-eu', 'team.blue', 'ledger_2'];
const WORDS = ['checkout', 'web', 'web-api', 'web-api-canary', 'db', 'api', 'orders', 'orders-v2', 'gateway', 'fraud'];

const NAMES = [
  ...ENVIRONMENTS,
  ...WORDS,
  ...WORDS.slice(0, 6).map((word, index) => `${word}-7d78fbdbc${index}-x${index}t4z`),
  ...WORDS.slice(0, 6).map((word) => `${word}.acme.prod`),
  ...numbered(20, (n) => `worker-${n}-acme-fra`),
  ...numbered(6, (n) => `gke-acme-pool-${n}-4f2c${n}b1d-8k${n}z`),
  ...['Zephyr', 'ACME', 'PayLedger', 'acmeCorp', 'orion', 'vega', 'project-x', 'blue_green', 'rel.2024.q3', 'a1b2c3'],
  ...['café-zürich', 'größe', 'данные', '支払い', 'naïve-app', 'ação'],
  ...['jane doe', 'CN=jane,O=acme', 'system:serviceaccount:falcon:orders', 'oidc:jane', 'ACME\\jane', 'Ünal Özgür'],
];

const IMAGES = [
  ...numbered(6, (n) => `registry.acme.example:5000/falcon/web-${n}:1.${n}.0`),
  ...numbered(4, (n) => `ghcr.io/acme/orders${n}@sha256:${`${n}a4f`.repeat(16)}`),
  ...['acme/fraud:latest', 'falcon/web', 'eu.gcr.io/acme-prod-4711/api', 'orion:2.1-alpine', '10.9.8.7:5000/x/y:z'],
];

const HOSTS = [
  ...[
    'db.acme.internal',
    'shop.acme.example',
    'orders.falcon.svc.cluster.local',
    'vault.corp',
    'ip-10-4-5-6.ec2.internal',
  ],
  ...numbered(5, (n) => `node${n}.fra.acme.example`),
];

const ADDRESSES = [
  ...numbered(16, (n) => `10.${n}.23.${40 + n}`),
  ...['192.168.77.12', '172.20.4.9', '203.0.113.77', '100.64.3.2'],
  ...numbered(5, (n) => `2001:db8:${n}4::${n}f`),
  ...['fe80::1ff:fe23:4567:890a', 'fd00:1234:5678:9abc:def0:1234:5678:9abc', '::ffff:10.1.2.3'],
  ...['0a:1b:2c:3d:4e:5f', 'de:ad:be:ef:00:01'],
];

const MAILS = [
  ...numbered(8, (n) => `jane.doe${n}@acme.example`),
  ...['ops+alerts@corp.acme.io', 'j_smith@sub.domain.acme.co.uk', 'renée@acme.example'],
];

const URLS = [
  ...numbered(4, (n) => `https://jane${n}:hunter${n}@git.acme.example/falcon/repo${n}.git`),
  ...['postgres://orders:s3cr3t@db.acme.internal:5432/ledger', 'redis://:p4ssw0rd@cache.acme.internal:6379/0'],
  ...['amqp://u:p%40ss@mq.acme.internal/vhost', 'https://acme.example/login?user=jane&next=/falcon#top'],
];

/** Words of small letters that the snapshot does not list, and no language of programs has. */
const UNLISTED_WORDS = ['gvisor', 'zebra', 'blue', 'kestrel', 'scratchy', 'ledgerd', 'Kestrels'];

const UNLISTED_NAMES = [
  ...UNLISTED_WORDS,
  ...numbered(5, (n) => `unheard-of-${n}7f9`),
  ...['half_known', 'LedgerService', 'ghost.acme.test', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ...['arn:aws:iam::123456789012:role/acme-deployer', '/home/jane/falcon/run.py', 'C:\\Users\\jane\\falcon'],
];

const LETTERS = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0fL';

const SECRETS = [
  ...numbered(6, (n) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0${n}In0.${letters(43, n)}`),
  ...numbered(4, (n) => `AKIA${letters(16, n).toUpperCase()}`),
  ...numbered(4, (n) => letters(40, n)),
  ...numbered(3, (n) => `ghp_${letters(36, n)}`),
  ...numbered(3, (n) => `glpat-${letters(20, n)}`),
  ...numbered(3, (n) => `xoxb-123456789${n}-${letters(24, n)}`),
  ...numbered(3, (n) => `AIza${letters(35, n)}`),
  ...numbered(3, (n) => `sk_live_${letters(24, n)}`),
  ...numbered(3, (n) => `sk-proj-${letters(40, n)}`),
  ...numbered(3, (n) => `npm_${letters(36, n)}`),
  ...numbered(3, (n) => `${n}f4dcc3b5aa765d61d8327deb882cf9${n}`),
  ...numbered(2, (n) => `-----BEGIN PRIVATE KEY-----\\n${letters(60, n)}\\n-----END PRIVATE KEY-----`),
];

/** More than 200 names, addresses, mails and keys, the same in every run. */
export const PLANTED: readonly Planted[] = [
  ...NAMES.map((value) => planted(value, 'name', true)),
  ...IMAGES.map((value) => planted(value, 'image', true)),
  ...HOSTS.map((value) => planted(value, 'host', true)),
  ...UNLISTED_NAMES.map((value) => planted(value, 'name', false)),
  ...ADDRESSES.map((value) => planted(value, 'address', false)),
  ...MAILS.map((value) => planted(value, 'mail', false)),
  ...URLS.map((value) => planted(value, 'url', false)),
  ...SECRETS.map((value) => planted(value, 'secret', false)),
];

/** What the snapshot of such a cluster would list. */
export const PLANTED_NAMES: readonly string[] = PLANTED.filter(({ listed }) => listed).map(({ value }) => value);

/** Each kind of string in a finding and around it, with the value in it. Its other words are in no planted value. */
export function stringsWith(value: string): Readonly<Record<string, string>> {
  return {
    fact: value,
    message: `It keeps crashing because of ${value}, which does not exist; 3 restarts`,
    sentenceEnd: `Nothing serves ${value}.`,
    evidencePath: `status.containerStatuses[name=${value}].state.waiting.reason`,
    symptom: `None of 2 wanted is available (${value})`,
    fixCommand: `kubectl describe -n ${value} deployment/${value}`,
    event: `Error: failed to start "${value}": exit status 137`,
    selector: `tier=${value},stage!=x`,
    logLine: `2026-11-22T07:10:34Z ERROR [main] cannot reach ${value}: timeout after 30s`,
    jsonLog: `{"level":"error","msg":"refused by ${value}\\nretrying"}`,
    capitals: `warning: ${value}; ${value}`,
  };
}

/** Sentences of Kubernetes, of programs and of people with a name of small letters in them. */
export function formsWith(value: string): Readonly<Record<string, string>> {
  return {
    port: `no database at ${value}:5432`,
    unnamed: `could not connect to ${value}`,
    className: `pod rejected: RuntimeClass "${value}" not found`,
    quota: `exceeded quota: ${value}, requested: pods=1`,
    taint: `had untolerated taint {${value}: }, and taint {dedicated: ${value}}`,
    assigned: `reserved for tenant=${value}, stage=${value}`,
    volume: `Usage of EmptyDir volume "${value}" exceeds the limit; volume ${value}`,
    question: `why can't team ${value} reach it, isn't ${value} there?`,
  };
}

/** True where the value stands in a text on its own, and not as letters of a longer word. */
export function standsIn(value: string, text: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const around = [text.slice(0, at).at(-1) ?? ' ', text.slice(at + value.length).at(0) ?? ' '];
    if (around.every((character) => !/[\p{L}\p{N}]/u.test(character))) return true;
  }
  return false;
}

function planted(value: string, kind: Planted['kind'], listed: boolean): Planted {
  return { value, kind, listed };
}

function numbered(count: number, make: (n: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

/** Letters and digits that look random. */
function letters(length: number, seed: number): string {
  return Array.from({ length }, (_, index) => LETTERS[(index * 7 + seed * 11 + index * index) % LETTERS.length]).join(
    '',
  );
}
