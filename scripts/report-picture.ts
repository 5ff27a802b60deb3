// node scripts/report-picture.ts REPORT.html FINDING-ID: photographs a report into docs/report.png, that finding open.
// The one in the README: kubectl apply -f examples/broken-shop.yaml, three minutes later analyze -n try-html-shop -o html=REPORT.html.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, id = ''] = process.argv.slice(2);
if (report === undefined) throw new Error('name a report');
const target = join(import.meta.dirname, '..', 'docs/report.png');
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' });
const page = await browser.newPage({ viewport: { width: 1180, height: 880 } });
await page.goto(pathToFileURL(report).href);
await page.locator('.f[open] > summary').click();
const finding = page.locator(`[id="${id}"]`);
await finding.locator('summary').first().click();
await page.evaluate('document.activeElement.blur(), scrollTo(0, 0)');
await page.screenshot({ path: target, clip: { x: 0, y: 0, width: 1180, height: 880 } });
await browser.close();
process.stdout.write(`wrote ${target}\n`);
