import type { AnyCheck } from '../../checks/define-check.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import { PROSE } from '../../checks/prose.generated.ts';
import { type AnalyzeConfig, analyzeConfig, type Output, type RawAnalyzeOptions } from '../../config/analyze-config.ts';
import type { RawDeliveryOptions } from '../../config/delivery-config.ts';
import { type ExplainConfig, explainConfig, type RawExplainOptions } from '../../config/explain-config.ts';
import type { CustomCheck } from '../../custom/custom-check.ts';
import { type Diagnosis, diagnose } from '../../diagnose/diagnose.ts';
import { pictureOf } from '../../diagnose/picture/picture.ts';
import { kindsFor } from '../../diagnose/plan.ts';
import { checksFor } from '../../diagnose/select.ts';
import type { Explained } from '../../explain/explain.ts';
import type { Finding } from '../../findings/finding.ts';
import { isAtLeast } from '../../findings/severity.ts';
import { KINDS } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import { selectorText } from '../../kube/selectors.ts';
import { buildReport } from '../../report/build-report.ts';
import { type Catalogue, catalogueOf } from '../../report/options.ts';
import { render } from '../../report/render.ts';
import type { Report } from '../../report/report.ts';
import type { Suppression } from '../../report/suppressed.ts';
import type { ExtraFields } from '../../snapshot/extra-fields.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { viewOf } from '../../snapshot/snapshot-view.ts';
import type { View } from '../../snapshot/view.ts';
import type { Baseline } from '../../suppress/baseline.ts';
import { nextBaseline, resolvedIn } from '../../suppress/baseline-change.ts';
import { sift } from '../../suppress/sift.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';
import { findingsAskedFor } from './asked-for.ts';
import { type Baselines, openBaselines, writeBaseline } from './baseline.ts';
import { deliver, prepareCourier } from './deliver.ts';
import { fails } from './fails.ts';
import { type HouseRules, houseRules, noteExpired, sighted } from './house-rules.ts';
import { type ClusterOptions, readCluster, readRecording } from './read.ts';

export interface AnalyzeOptions
  extends RawAnalyzeOptions,
    RawDeliveryOptions,
    RawExplainOptions,
    ClusterOptions,
    DisplayOptions {
  readonly verbose?: boolean;
  readonly ascii?: boolean;
  readonly remediate?: boolean;
  readonly config?: string;
  /** Files and folders of custom checks. */
  readonly checks?: readonly string[];
  readonly crds?: boolean;
  readonly volumeUsage?: boolean;
  /** False for `--no-logs`. */
  readonly logs?: boolean;
}

/** What was decided before the cluster is read. */
interface Prepared {
  readonly config: AnalyzeConfig;
  readonly house: HouseRules;
  readonly baselines: Baselines;
}

/** What a run that shows prompts was asked for. */
interface Asked extends Prepared {
  readonly explain: ExplainConfig;
}

/** Reads, judges, explains, reports, sends. Returns the exit code. */
export async function analyze(args: readonly string[], options: AnalyzeOptions, runtime: Runtime): Promise<number> {
  const config = analyzeConfig(args, options);
  const explain = explainConfig(options, process.env);
  const courier = prepareCourier(options, process.env);
  const prepared = await prepare(config, options);
  const after = options.remediate === true ? await import('./remediate/after-report.ts') : null;
  after?.checkRemediate(config.outputs, options);
  for (const { path } of config.outputs) if (path !== null && path !== '-') await checkWritable(path);
  if (explain !== null && options.showPrompt) return prompts({ ...prepared, explain }, options, runtime);
  // What most runs do without is a fifth of the program, and loaded only then.
  const explaining =
    explain === null ? null : await (await import('./explain-findings.ts')).startExplaining(explain, options, runtime);
  try {
    const judged = await judge(prepared, options, runtime);
    const explained = explaining === null ? null : await explaining.explain(judged.shown, judged.snapshot);
    const report = reportOf(judged, config, explained);
    const known = { view: judged.view, catalogue: catalogueWith(prepared.house.custom) };
    for (const output of config.outputs) await write(output, report, known, options, runtime);
    await after?.printPlans(judged.shown, options, runtime);
    const { target } = prepared.baselines;
    if (target !== null && judged.baseline !== null) await writeBaseline(target.path, judged.baseline);
    // Who interrupts the explanations still gets the report.
    runtime.signal.throwIfAborted();
    await deliver(courier, report, runtime);
    if (explained !== null) explaining?.requireModel(explained);
    return exitCode(prepared, judged);
  } finally {
    explaining?.stop();
  }
}

interface Judged {
  readonly snapshot: Snapshot;
  readonly view: View<Kind>;
  readonly diagnosis: Diagnosis;
  /** The findings about what was asked for, and those of them that are bad enough to be shown. */
  readonly asked: readonly Finding[];
  readonly shown: readonly Finding[];
  readonly suppression: Suppression;
  /** What is to be known from now on; null where nothing is to be written down. */
  readonly baseline: Baseline | null;
}

async function prepare(config: AnalyzeConfig, options: AnalyzeOptions): Promise<Prepared> {
  const { crds, checks: customChecks } = options;
  // A recording that holds it was asked for it.
  const volumeUsage = options.volumeUsage === true || config.from !== null;
  const house = await houseRules(
    { config: options.config, profiles: config.profiles, crds, volumeUsage, customChecks },
    process.env,
  );
  return { config, house, baselines: await openBaselines(config) };
}

async function judge(
  { config, house, baselines: { known, target } }: Prepared,
  options: AnalyzeOptions,
  runtime: Runtime,
): Promise<Judged> {
  const chosen = ({ checks }: HouseRules) => (config.kinds === null ? checks : checksFor(checks, config.kinds));
  const kinds = kindsToRead(config, chosen(house), options);
  const snapshot = await read(config, options, runtime, { kinds, extra: house.extra });
  if (options.quiet !== true) noteExpired(house, snapshot.takenAt);
  const diagnosis = diagnose(snapshot, chosen(sighted(house, snapshot, options)), house.scanChecks);
  const view = viewOf(snapshot);
  const by = { rules: house.rules, baseline: known };
  const sifted = sift(findingsAskedFor(config, diagnosis, snapshot, view), by, view);
  const { kept, suppressed } = sifted;
  const seen = { findings: diagnosis.findings, checks: diagnosis.coverage.checks, namespaces: snapshot.namespaces };
  return {
    snapshot,
    view,
    diagnosis,
    asked: kept,
    shown: kept.filter(({ severity }) => isAtLeast(severity, config.severity)),
    suppression: {
      suppressed,
      resolved: known === null ? [] : resolvedIn(known, seen),
      show: config.showSuppressed,
    },
    baseline: target === null ? null : nextBaseline(target.before, sifted, seen, snapshot.takenAt),
  };
}

async function prompts({ explain, ...prepared }: Asked, options: AnalyzeOptions, runtime: Runtime): Promise<number> {
  const { promptOutputs, promptsText } = await import('./show-prompts.ts');
  const outputs = promptOutputs(prepared.config.outputs);
  const { shown, snapshot } = await judge(prepared, options, runtime);
  for (const { format, path } of outputs) {
    const text = await promptsText(shown, snapshot, explain, format === 'json');
    if (path === null || path === '-') await writeStdout(text);
    else await writeWhole(path, text);
  }
  return EXIT.ok;
}

function reportOf(
  { snapshot, diagnosis, shown, suppression }: Judged,
  config: AnalyzeConfig,
  explained: Explained | null,
): Report {
  return buildReport({
    snapshot,
    diagnosis,
    findings: shown,
    suppression,
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
  { kinds, extra }: { readonly kinds: readonly Kind[]; readonly extra: ExtraFields },
): Promise<Snapshot> {
  if (config.from !== null) return readRecording(config.from, config.namespaces, extra);
  // kubectl's way: an object that is named without a namespace is looked for in the context's.
  const inContextNamespace =
    config.namespaces === null && !options.allNamespaces && config.targets.some(({ kind }) => KINDS[kind].namespaced);
  const upgradeTo = config.upgradeTo ?? undefined;
  return readCluster({ kinds, namespaces: config.namespaces, inContextNamespace, upgradeTo, extra }, options, runtime);
}

async function write(
  { format, path }: Output,
  report: Report,
  { view, catalogue }: { readonly view: View<Kind>; readonly catalogue: Catalogue },
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
    catalogue,
    pictureOf: (finding) => pictureOf(finding, view),
  });
  if (toStdout) await writeStdout(text);
  else await writeWhole(path, text);
}

/** What the reports say about the checks, with those of the house. */
function catalogueWith(custom: readonly CustomCheck[]): Catalogue {
  return catalogueOf([...CHECKS, ...SCAN_CHECKS, ...custom.map(({ check }) => check)], {
    ...PROSE,
    ...Object.fromEntries(custom.map(({ check, prose }) => [check.id, prose])),
  });
}

/** What the checks look at; an object that was named is looked for as well. */
function kindsToRead(
  { targets }: AnalyzeConfig,
  checks: readonly AnyCheck[],
  { logs }: AnalyzeOptions,
): readonly Kind[] {
  const kinds = new Set<Kind>([...kindsFor(checks), ...targets.map(({ kind }) => kind)]);
  if (logs === false) kinds.delete('ContainerLog');
  return [...kinds];
}

/** Whoever writes a baseline takes note of all there is: nothing of it is new. */
function exitCode({ config, house }: Prepared, { asked, baseline }: Judged): number {
  return baseline === null && fails(asked, config.failOn, house.posture) ? EXIT.findings : EXIT.ok;
}
