import { SEVERITIES } from '../../findings/severity.ts';
import { filterLine, headline, isAboutScan } from '../headline.ts';
import { jsonText } from '../json.ts';
import type { RenderOptions } from '../options.ts';
import type { Report } from '../report.ts';
import { suppressedLine, suppressedTexts } from '../suppressed.ts';
import { unreadOf } from '../unread.ts';
import { escaped, isolated } from './escape.ts';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './page.generated.ts';
import { pageFinding } from './page-finding.ts';
import { Pools } from './pools.ts';
import { rowHtml } from './row.ts';

/**
 * Nothing is loaded, sent or framed, and no script runs but the one whose hash stands here. Nor does that one make HTML
 * of a string: the browser would refuse.
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The report as one page that needs nothing else: the list is HTML, and what opens below an entry is made of data. */
export function renderHtml(report: Report, { catalogue, toolVersion, pictureOf }: RenderOptions): string {
  const pools = new Pools(catalogue);
  const findings = report.findings.map((finding) => pageFinding(finding, pictureOf(finding), pools));
  const data = jsonText({ objects: pools.objects, checks: pools.checks, findings });
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width">',
    `<meta name="generator" content="mekhanikube ${escaped(toolVersion)}">`,
    `<title>${escaped(`${report.cluster.name}: ${report.summary.total} findings`)}</title>`,
    `<style>${STYLE}</style>`,
    '<a class="skip" href="#findings">To the findings</a>',
    headerHtml(report),
    barHtml(report),
    `<main id="findings" tabindex="-1">${listHtml(report)}</main>`,
    `<footer class="foot">Made by mekhanikube ${escaped(toolVersion)} from what the API of the cluster said at ${escaped(report.takenAt)}. This page loads nothing and sends nothing.</footer>`,
    '<div id="said" role="status" class="skip"></div>',
    // No tag can end this element early: the data holds no "<".
    `<script type="application/json" id="data">${data.replaceAll('<', '\\u003c')}</script>`,
    `<script>${SCRIPT}</script>`,
    '',
  ].join('\n');
}

function headerHtml(report: Report): string {
  const filter = filterLine(report);
  return [
    '<header>',
    `<p class="soft">mekhanikube · read at <time>${escaped(report.takenAt)}</time></p>`,
    `<h1>${isolated(headline(report), 400)}</h1>`,
    ...(filter === undefined ? [] : [`<p class="soft">${isolated(filter)}</p>`]),
    ...unreadHtml(report),
    ...suppressedHtml(report),
    '<noscript><p class="note">Without its script this page shows the findings and their next steps, but no pictures, no evidence and no filters.</p></noscript>',
    '</header>',
  ].join('\n');
}

function unreadHtml({ coverage }: Report): readonly string[] {
  const unread = unreadOf(coverage, true);
  if (unread.length === 0) return [];
  const rows = unread.flatMap(({ label, texts }) => [
    `<dt>${label}</dt>`,
    ...texts.map((text) => `<dd>${isolated(text)}</dd>`),
  ]);
  const labels = unread.map(({ label }) => label).join(', ');
  return [
    `<details class="note"><summary>Not everything was looked at: ${labels}</summary><dl>${rows.join('')}</dl></details>`,
  ];
}

function suppressedHtml(report: Report): readonly string[] {
  const line = suppressedLine(report);
  if (line === undefined) return [];
  const texts = suppressedTexts(report);
  if (texts.length === 0) return [`<p class="note">${isolated(line)}</p>`];
  const rows = texts.map(
    ({ severity, said, why }) => `<dt>${isolated(why)}</dt><dd>${isolated(`${severity}: ${said}`)}</dd>`,
  );
  return [`<details class="note"><summary>${isolated(line)}</summary><dl>${rows.join('')}</dl></details>`];
}

/** Only a script can filter, so only a script shows it. */
function barHtml({ summary }: Report): string {
  const chips = SEVERITIES.map(
    (severity) =>
      `<button type="button" class="chip ${severity}" data-severity="${severity}" data-count="${summary[severity]}" aria-pressed="true"><b>${summary[severity]}</b> ${severity}</button>`,
  );
  return [
    '<div id="bar" class="bar" role="search" aria-label="Filters" hidden>',
    ...chips,
    '<input id="search" type="search" placeholder="Search  ( / )" aria-label="Search all findings" aria-keyshortcuts="/">',
    '<select id="namespace" aria-label="Namespace"><option>All namespaces</option></select>',
    '<select id="kind" aria-label="Kind"><option>All kinds</option></select>',
    '<button type="button" id="fold">Open all</button>',
    '<button type="button" id="theme" aria-label="Light, dark, or as the system" title="Theme: as the system">\u25d0</button>',
    '<span id="shown" class="shown" role="status"></span>',
    '</div>',
  ].join('\n');
}

function listHtml(report: Report): string {
  const { findings, takenAt } = report;
  const isHealthy = findings.every(isAboutScan);
  return [
    ...(isHealthy ? [`<p class="empty">${isolated(headline(report))}</p>`] : []),
    ...findings.map((finding) => rowHtml(finding, takenAt)),
    '<p id="none" class="none" hidden>No finding passes the filters.</p>',
  ].join('\n');
}
