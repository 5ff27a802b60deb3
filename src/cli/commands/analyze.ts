import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import { PROSE } from '../../checks/prose.generated.ts';
import {
  type AnalyzeConfig,
  analyzeConfig,
  type Output,
  type RawAnalyzeOptions,
  type Target,
} from '../../config/analyze-config.ts';
import type { RawDeliveryOptions } from '../../config/delivery-config.ts';
import { type ExplainConfig, explainConfig, type RawExplainOptions } from '../../config/explain-config.ts';
import { type Diagnosis, diagnose } from '../../diagnose/diagnose.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import { aboutKinds, aboutLabelled, aboutObjects, checksFor } from '../../diagnose/select.ts';
import type { Explained } from '../../explain/explain.ts';
import type { Finding } from '../../findings/finding.ts';
import { isAtLeast } from '../../findings/severity.ts';
import { ALL_KINDS, KINDS } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { selectorText } from '../../kube/selectors.ts';
import { buildReport } from '../../report/build-report.ts';
import { catalogueOf } from '../../report/options.ts';
import { render } from '../../report/render.ts';
import type { Report } from '../../report/report.ts';
import { belongingTo } from '../../snapshot/belonging.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { viewOf } from '../../snapshot/snapshot-view.ts';
import type { View } from '../../snapshot/view.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';
import { deliver, prepareCourier } from './deliver.ts';
import { explainThem, requireModel } from './explain-findings.ts';
import { startExplainer } from './explainer.ts';
import { type ClusterOptions, readCluster, readRecording } from './read.ts';
import { promptOutputs, promptsText } from './show-prompts.ts';

export interface AnalyzeOptions
  extends RawAnalyzeOptions,
    RawDeliveryOptions,
    RawExplainOptions,
    ClusterOptions,
    DisplayOptions {
  readonly verbose?: boolean;
  readonly ascii?: boolean;
  readonly remediate?: boolean;
}

/** What a run that shows prompts was asked for. */
interface Asked {
  readonly config: AnalyzeConfig;
  readonly explain: ExplainConfig;
}

/** Reads, judges, explains, reports, sends. Returns the exit code. */
export async function analyze(args: readonly string[], options: AnalyzeOptions, runtime: Runtime): Promise<number> {
  const config = analyzeConfig(args, options);
  const explain = explainConfig(options, process.env);
  const courier = prepareCourier(options, process.env);
  const after = options.remediate === true ? await import('./remediate/after-report.ts') : null;
  after?.checkRemediate(config.outputs, options);
  for (const { path } of config.outputs) if (path !== null && path !== '-') await checkWritable(path);
  if (explain !== null && options.showPrompt) return prompts({ config, explain }, options, runtime);
  const explainer = explain === null ? null : await startExplainer(explain, runtime);
  try {
    const judged = await judge(config, options, runtime);
    const explained =
      explain === null || explainer === null
        ? null
        : await explainThem(judged.shown, judged.snapshot, { config: explain, explainer }, options, runtime);
    const report = reportOf(judged, config, explained);
    for (const output of config.outputs) await write(output, report, options, runtime);
    await after?.printPlans(judged.shown, options, runtime);
    // Who interrupts the explanations still gets the report.
    runtime.signal.throwIfAborted();
    await deliver(courier, report, runtime);
    if (explain !== null && explained !== null) requireModel(explain, explained.failure);
    return exitCode(config, judged.asked);
  } finally {
    explainer?.stop();
  }
}

interface Judged {
  readonly snapshot: Snapshot;
  readonly diagnosis: Diagnosis;
  /** The findings about what was asked for, and those of them that are bad enough to be shown. */
  readonly asked: readonly Finding[];
  readonly shown: readonly Finding[];
}

async function judge(config: AnalyzeConfig, options: AnalyzeOptions, runtime: Runtime): Promise<Judged> {
  const checks = config.kinds === null ? CHECKS : checksFor(CHECKS, config.kinds);
  const snapshot = await read(config, options, runtime, config.targets.length > 0 ? ALL_KINDS : kindsFor(checks));
  const diagnosis = diagnose(snapshot, checks, SCAN_CHECKS);
  const asked = findingsAskedFor(config, diagnosis, snapshot);
  return { snapshot, diagnosis, asked, shown: asked.filter(({ severity }) => isAtLeast(severity, config.severity)) };
}

async function prompts({ config, explain }: Asked, options: AnalyzeOptions, runtime: Runtime): Promise<number> {
  const outputs = promptOutputs(config.outputs);
  const { shown, snapshot } = await judge(config, options, runtime);
  for (const { format, path } of outputs) {
    const text = await promptsText(shown, snapshot, explain, format === 'json');
    if (path === null || path === '-') await writeStdout(text);
    else await writeWhole(path, text);
  }
  return EXIT.ok;
}

function reportOf({ snapshot, diagnosis, shown }: Judged, config: AnalyzeConfig, explained: Explained | null): Report {
  return buildReport({
    snapshot,
    diagnosis,
    findings: shown,
    filter: {
      severity: config.severity,
      kinds: config.kinds ?? [],
      objects: config.targets.map(({ kind, name }) => `${kind}/${name}`),
      selector: config.selector === null ? null : selectorText(config.selector),
    },
    ...(explained === null ? {} : { explanations: explained.explanations }),
  });
}

async function read(
  config: AnalyzeConfig,
  options: AnalyzeOptions,
  runtime: Runtime,
  kinds: readonly Kind[],
): Promise<Snapshot> {
  if (config.from !== null) return readRecording(config.from, config.namespaces);
  // kubectl's way: an object that is named without a namespace is looked for in the context's.
  const inContextNamespace =
    config.namespaces === null && !options.allNamespaces && config.targets.some(({ kind }) => KINDS[kind].namespaced);
  return readCluster({ kinds, namespaces: config.namespaces, inContextNamespace }, options, runtime);
}

/** The findings about what was asked for, whatever their severity. */
function findingsAskedFor(config: AnalyzeConfig, diagnosis: Diagnosis, snapshot: Snapshot): readonly Finding[] {
  const view = viewOf(snapshot);
  let findings = diagnosis.findings;
  if (config.targets.length > 0) {
    const keys = new Set(
      config.targets
        .flatMap((target) => find(target, snapshot, view))
        .flatMap((object) => [...belongingTo(object, view)]),
    );
    findings = aboutObjects(findings, keys);
  }
  if (config.kinds !== null) findings = aboutKinds(findings, CHECKS, config.kinds);
  if (config.selector !== null) findings = aboutLabelled(findings, config.selector, view);
  const aboutScan = diagnosis.findings.filter(({ check }) => SCAN_CHECKS.some(({ id }) => id === check));
  return [...new Set([...findings, ...aboutScan])];
}

/** The objects of that name, in every namespace that was read. */
function find({ kind, name }: Target, snapshot: Snapshot, view: View<Kind>): readonly KubeObject[] {
  const all: readonly KubeObject[] = view.all(kind);
  const found = all.filter((object) => object.metadata.name === name);
  if (found.length > 0) return found;
  const { resource, namespaced } = KINDS[kind];
  const where = namespaced && snapshot.namespaces !== null ? ` in namespace ${snapshot.namespaces.join(', ')}` : '';
  if (!view.covers(kind, null) && all.length === 0) {
    throw new MekhanikubeError(
      'cluster-unreadable',
      `cannot look for ${kind} ${name}: ${resource} could not be read${where}`,
      {
        hint: `ask for the right to list ${resource}, or look at it with a recording that holds them`,
      },
    );
  }
  const near = nearMisses(
    name,
    all.map((object) => object.metadata.name),
  );
  throw new MekhanikubeError('usage', `there is no ${kind} ${name}${where}`, {
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : namespaced
          ? 'name its namespace with -n, or look in all of them with -A'
          : 'check the name',
  });
}

async function write(
  { format, path }: Output,
  report: Report,
  options: AnalyzeOptions,
  runtime: Runtime,
): Promise<void> {
  const toStdout = path === null || path === '-';
  const terminal = terminalOf(toStdout ? process.stdout : {}, options, process.env);
  const text = render(format, report, {
    width: terminal.width,
    color: terminal.color,
    ascii: options.ascii ?? false,
    verbose: options.verbose ?? false,
    toolVersion: runtime.version,
    catalogue: catalogueOf([...CHECKS, ...SCAN_CHECKS], PROSE),
  });
  if (toStdout) await writeStdout(text);
  else await writeWhole(path, text);
}

/** What is only possible fails nobody's pipeline. */
function exitCode({ failOn }: AnalyzeConfig, findings: readonly Finding[]): number {
  if (failOn === null) return EXIT.ok;
  const fails = findings.some(({ severity, confidence }) => confidence !== 'possible' && isAtLeast(severity, failOn));
  return fails ? EXIT.findings : EXIT.ok;
}
