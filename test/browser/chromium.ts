import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The Chromium of this machine; undefined where there is none. */
export const CHROMIUM = CANDIDATES.find((path) => path !== '' && existsSync(path));

/** As root it has no sandbox; and it is not to look for anybody outside by itself. */
const ARGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page that was opened from a file, and everything that went wrong in it or left it. */
export interface Opened {
  readonly page: Page;
  /** Errors, warnings, exceptions and breaches of the page's policy. */
  readonly complaints: readonly string[];
  /** Addresses asked for, besides the file itself. */
  readonly requests: readonly string[];
}

/** Starts one browser for a test file; `open` gives it HTML as a file, as a reader of a mail would. */
export async function startBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'html-report-'));
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGS });
  let count = 0;
  return {
    async open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
      const file = join(folder, `report-${count++}.html`);
      writeFileSync(file, html);
      const url = pathToFileURL(file).href;
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
      await page.route('**', async (route) => {
        if (route.request().url().split('#')[0] === url) return route.continue();
        requests.push(route.request().url());
        return route.abort();
      });
      await page.goto(url);
      return { page, complaints, requests };
    },
    async stop(): Promise<void> {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
