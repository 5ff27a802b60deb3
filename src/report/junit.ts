import { compareText } from '../base/collate.ts';
import { refKey } from '../kube/object-ref.ts';
import { detailLines, subjectText } from './finding-text.ts';
import type { Report } from './report.ts';
import { suppressedLine, suppressedTexts } from './suppressed.ts';
import { visible } from './visible.ts';
import { element, type Xml } from './xml.ts';

type Finding = Report['findings'][number];

interface TestCase {
  readonly name: string;
  readonly outcome?: { readonly tag: 'failure' | 'error' | 'skipped'; readonly xml: Xml };
}

/**
 * JUnit's XML as Jenkins and its kin read it: a suite for each check, a case for each object with a finding. A check
 * without findings passes, one that could not judge is skipped, one that crashed is in error.
 * @see https://github.com/jenkinsci/xunit-plugin/tree/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd
 */
export function renderJunit(report: Report): string {
  const suites = [
    ...checkIds(report).map((check) => ({ check, cases: casesOf(check, report) })),
    ...suppressedSuite(report),
  ];
  const root = element(
    'testsuites',
    { name: 'mekhanikube', time: '0', ...totals(suites.flatMap(({ cases }) => cases)) },
    suites.map(({ check, cases }) => suiteOf(check, cases, report)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

function checkIds({ findings, coverage: { checks } }: Report): readonly string[] {
  const mentioned = [...findings, ...checks.skipped, ...checks.crashed].map(({ check }) => check);
  return [...new Set([...checks.run, ...mentioned])].sort(compareText);
}

/** What is suppressed counts as skipped: one case in sum, and one for each finding where they are listed. */
function suppressedSuite(report: Report): readonly { readonly check: string; readonly cases: readonly TestCase[] }[] {
  const line = suppressedLine(report);
  if (line === undefined) return [];
  const texts = [{ said: line, why: line }, ...suppressedTexts(report)];
  const cases = texts.map(({ said, why }): TestCase => {
    return { name: visible(said), outcome: { tag: 'skipped', xml: element('skipped', {}, [visible(why)]) } };
  });
  return [{ check: 'suppressed', cases }];
}

function suiteOf(check: string, cases: readonly TestCase[], { takenAt, cluster }: Report): Xml {
  return element(
    'testsuite',
    {
      name: visible(check),
      time: '0',
      timestamp: takenAt,
      hostname: visible(cluster.name),
      ...totals(cases),
      skipped: countOf(cases, 'skipped'),
    },
    cases.map(({ name, outcome }) =>
      element('testcase', { name, classname: visible(check), time: '0' }, outcome === undefined ? [] : [outcome.xml]),
    ),
  );
}

/** What the schema lets both a suite and all suites say. */
function totals(cases: readonly TestCase[]): Readonly<Record<string, string>> {
  return { tests: String(cases.length), failures: countOf(cases, 'failure'), errors: countOf(cases, 'error') };
}

function countOf(cases: readonly TestCase[], tag: string): string {
  return String(cases.filter(({ outcome }) => outcome?.tag === tag).length);
}

function casesOf(check: string, { findings, coverage: { checks } }: Report): readonly TestCase[] {
  const found = findings.filter((finding) => finding.check === check);
  const crashed = checks.crashed.filter((crash) => crash.check === check);
  const skipped = checks.skipped.filter((skip) => skip.check === check);
  const cases = [
    ...found.map((finding) => failed(finding, found)),
    ...crashed.map(({ object, reason }): TestCase => {
      const attributes = { type: 'check-crashed', message: visible(reason) };
      return { name: subjectText(object), outcome: { tag: 'error', xml: element('error', attributes) } };
    }),
    ...skipped.map(({ reason }): TestCase => {
      const text = visible(reason);
      return { name: text, outcome: { tag: 'skipped', xml: element('skipped', {}, [text]) } };
    }),
  ];
  return cases.length === 0 ? [{ name: 'no findings' }] : cases;
}

function failed(finding: Finding, found: readonly Finding[]): TestCase {
  const { id, severity, message, subject } = finding;
  const key = refKey(subject);
  // Several causes on one object are several cases; their ids keep them apart from run to run.
  const isAlone = found.filter((other) => refKey(other.subject) === key).length === 1;
  const name = isAlone ? subjectText(subject) : visible(`${subjectText(subject)} ${id}`);
  const text = ['', ...detailLines(finding), `docs: ${visible(finding.docs)}`, ''].join('\n');
  return {
    name,
    outcome: { tag: 'failure', xml: element('failure', { type: severity, message: visible(message) }, [text]) },
  };
}
