// npm run bench: measures reading and judging a large cluster, and prints medians as JSON.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { prepare } from './server.ts';
import { LARGE, type Size } from './synthetic.ts';

const ROOT = join(import.meta.dirname, '..');
const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const scale = Number(process.env['BENCH_SCALE'] ?? 1);
const size: Size = { nodes: LARGE.nodes * scale, pods: LARGE.pods * scale, services: LARGE.services * scale };
const folder = join(tmpdir(), `mekhanikube-bench-${size.pods}`);
const CLI = process.env['BENCH_CLI'] ?? join(ROOT, 'bin/mekhanikube.js');

interface Measured {
  readonly wallMs: number;
  readonly maxRssMb: number;
  readonly cpuMs: number;
}

say(`writing the synthetic cluster to ${folder} (once)`);
const index = prepare(folder, size);
const server = spawn(process.execPath, [join(ROOT, 'bench/server.ts'), folder], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const port = await new Promise<string>((resolve) => server.stdout.once('data', (data) => resolve(String(data).trim())));
const url = `http://127.0.0.1:${port}`;
try {
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigFor(url));
  const recording = join(folder, 'snapshot.json.gz');
  const sink = join(folder, 'report.json');
  const raw = await repeat('raw', [join(ROOT, 'bench/raw.ts'), url]);
  await requests();
  const live = await repeat('live', [CLI, 'analyze', '--kubeconfig', kubeconfig, '-q', '-o', `json=${sink}`]);
  const liveRequests = (await requests()) / RUNS;
  execFileSync(process.execPath, [CLI, 'snapshot', '--kubeconfig', kubeconfig, '-q', '-o', recording]);
  const recorded = await repeat('recorded', [CLI, 'analyze', '--from', recording, '-q', '-o', `json=${sink}`]);
  const judged = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, [join(ROOT, 'bench/diagnose.ts'), recording], { encoding: 'utf8' })),
  );
  const help = startUp(['--help']);
  const version = startUp(['--version']);
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cores: cpus().length,
      cpu: cpus()[0]?.model,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    cluster: {
      ...size,
      pages: Object.values(index.pages).reduce((sum, pages) => sum + pages, 0),
      jsonMb: Math.round(index.bytes / 2 ** 20),
      recordingMb: Math.round(statSync(recording).size / 2 ** 20),
    },
    runs: RUNS,
    raw,
    live: { ...live, timesRaw: round(live.wallMs / raw.wallMs), requests: liveRequests },
    recorded,
    diagnosis: { cpuMs: median(judged.map((one) => one.cpuMs)), findings: judged[0]?.findings },
    startUpMs: { help, version },
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} finally {
  server.kill();
}

async function repeat(name: string, args: readonly string[]): Promise<Measured> {
  const usageFile = join(folder, 'usage.json');
  const measured = Array.from({ length: RUNS }, (_, run) => {
    say(`${name} ${run + 1} of ${RUNS}`);
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--import', join(ROOT, 'bench/usage.ts'), ...args], {
      env: { ...process.env, BENCH_USAGE: usageFile },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    const usage: { maxRssBytes: number; cpuMs: number } = JSON.parse(readFileSync(usageFile, 'utf8'));
    return { wallMs: performance.now() - start, ...usage };
  });
  return {
    wallMs: Math.round(median(measured.map((one) => one.wallMs))),
    maxRssMb: Math.round(median(measured.map((one) => one.maxRssBytes)) / 2 ** 20),
    cpuMs: Math.round(median(measured.map((one) => one.cpuMs))),
  };
}

function startUp(args: readonly string[]): number {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, [CLI, ...args]);
    return performance.now() - start;
  });
  return Math.round(median(times));
}

async function requests(): Promise<number> {
  return Number(await (await fetch(`${url}/__requests`)).text());
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function kubeconfigFor(server: string): string {
  mkdirSync(folder, { recursive: true });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    'current-context': 'bench',
  });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
