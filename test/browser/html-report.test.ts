import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HOSTILE, reportSaying } from '../unit/report/hostile.ts';
import { broken, findings, healthy, render, reportOf } from '../unit/report/sample.ts';
import { CHROMIUM, startBrowser } from './chromium.ts';

if (CHROMIUM === undefined) {
  process.stderr.write(
    'test/browser is skipped: no Chromium is installed here (apt-get install chromium, or CHROMIUM=PATH)\n',
  );
}

// A browser beside other tests is slow.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let browser: Awaited<ReturnType<typeof startBrowser>>;

describe.skipIf(CHROMIUM === undefined)('the HTML report in a browser', () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.stop());

  const shown = '.f:not([hidden])';

  test('every finding opens with its picture, steps and evidence; nothing complains and nothing is asked for', async () => {
    const { page, complaints, requests } = await browser.open(render('html', broken));
    expect(await page.locator(shown).count()).toBe(findings.length);
    // The first one is open already.
    expect(await page.locator('.f[open]').count()).toBe(1);
    await page.locator('#fold').click();
    await expect.poll(() => page.locator('.f[open] .foot').count()).toBe(findings.length);
    const web = page.locator('.f', { hasText: 'Deployment shop/web' }).first();
    expect(await web.locator('svg').getAttribute('aria-label')).toBe(
      'Ingress shop/shop routes to Service shop/web; ' +
        'Service shop/web selects 3 × Pod; ' +
        'Deployment shop/web owns 3 × Pod; ' +
        '3 × Pod reads ConfigMap shop/web-setings; ' +
        '3 × Pod runs on Node worker-1',
    );
    expect(await web.locator('svg .missing .role').textContent()).toBe('does not exist');
    expect(await web.locator('.cmd pre').allTextContents()).toContain('kubectl edit -n shop deployment/web');
    expect(await web.locator('table').isVisible()).toBe(false);
    await web.locator('summary', { hasText: 'Evidence: 3 fields' }).click();
    expect(await web.locator('table').textContent()).toContain('CreateContainerConfigError');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test('severity, namespace, kind and words filter, together', async () => {
    const { page } = await browser.open(render('html', broken));
    const titles = () => page.locator(`${shown} .o`).allTextContents();
    await page.locator('.chip.critical').click();
    expect(await titles()).toEqual([
      'CronJob shop/recommend',
      'Deployment shop/report',
      'Deployment shop/cart',
      'PodDisruptionBudget shop/web',
    ]);
    await page.locator('#kind').selectOption('Deployment');
    expect(await titles()).toEqual(['Deployment shop/report', 'Deployment shop/cart']);
    await page.locator('#search').fill('PREEMPTION cpu');
    expect(await titles()).toEqual(['Deployment shop/report']);
    expect(await page.locator('#shown').textContent()).toBe('1 of 6 findings');
    await page.locator('#search').fill('nowhere');
    expect([await titles(), await page.locator('#none').isVisible()]).toEqual([[], true]);
    await page.locator('#search').fill('');
    await page.locator('#kind').selectOption({ index: 0 });
    await page.locator('.chip.critical').click();
    await page.locator('#namespace').selectOption('billing');
    expect(await titles()).toEqual(['ResourceQuota billing/team']);
  });

  test('the keyboard alone is enough', async () => {
    const { page } = await browser.open(render('html', broken));
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('To the findings');
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
    await page.keyboard.type('web-setings /');
    expect(await page.locator('#search').inputValue()).toBe('web-setings /');
    await page.keyboard.press('Backspace');
    expect(await page.locator(shown).count()).toBe(1);
    await page.keyboard.press('Escape');
    expect([await page.locator('#search').inputValue(), await page.locator(shown).count()]).toEqual([
      '',
      findings.length,
    ]);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toContain('Deployment shop/web');
    await page.keyboard.press('Enter');
    expect(await page.locator('.f[open]').count()).toBe(2);
    await page.keyboard.press('k');
    expect(await focused()).toContain('ResourceQuota billing/team');
  });

  test('a command is copied, and an address opens its finding', async () => {
    const { page, complaints } = await browser.open(render('html', broken));
    await page.goto(`${page.url()}#8f3a0c11d2e4b5a6`);
    await page.locator('[id="8f3a0c11d2e4b5a6"] .cmd button').first().click();
    await page.locator('[id="8f3a0c11d2e4b5a6"] .cmd button', { hasText: 'Copied' }).waitFor();
    await page.locator('#search').focus();
    await page.keyboard.press('Control+V');
    expect(await page.locator('#search').inputValue()).toBe('kubectl edit -n shop deployment/web');
    expect(complaints).toEqual([]);
  });

  test.each([
    [
      'a script',
      '</script><script>window.harmed = 1</script><img src=https://evil.example/x onerror="window.harmed = 1">',
    ],
    ['an attribute', '" onclick="window.harmed = 1" autofocus onfocus="window.harmed = 1'],
    ['marks of direction', 'safe\u202etxt.exe\u2066\u200f\u061c'],
    ['ten thousand characters', 'x'.repeat(10_000)],
    ['ten thousand wide ones', '<b>ﷺ</b> '.repeat(1_000)],
    ['everything', HOSTILE],
  ])('%s in every name and message does no harm', async (_, text) => {
    const { page, complaints, requests } = await browser.open(render('html', reportSaying(text)));
    await page.locator('#fold').click();
    for (const more of await page.locator('.more > summary').all()) await more.click();
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    expect(await page.locator('script, img, iframe, object, embed, base, form').count()).toBe(2);
    expect(
      await page.evaluate(
        '[...document.querySelectorAll("*")].filter((one) => one.hasAttribute("onclick") || one.autofocus).length',
      ),
    ).toBe(0);
    const words = String(await page.evaluate('document.body.innerText'));
    expect(words).not.toMatch(/(?!\u200c|\u200d|[\n\t])[\p{Cc}\p{Cf}]/u);
    expect(await page.evaluate('[...document.querySelectorAll(".t")].every((title) => title.offsetWidth > 400)')).toBe(
      true,
    );
    // What is long wraps; only pictures scroll, inside of themselves.
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('a long message is cut, and whole at a click', async () => {
    const { page } = await browser.open(render('html', reportSaying('long '.repeat(2_000).trim())));
    const first = page.locator('.f').first();
    expect((await first.locator('.m').textContent())?.length).toBeLessThan(400);
    await first.locator('.long button').first().click();
    expect((await first.locator('.body > p').first().textContent())?.length).toBe(9_999);
  });

  test.each(['light', 'dark'] as const)('every word can be read in the %s', async (colorScheme) => {
    const { page } = await browser.open(render('html', broken), { colorScheme });
    await page.locator('#fold').click();
    const pairs = await page.evaluate<[string, string, string][]>(`[
      ...[...document.querySelectorAll('.sev, .t, .m, .x, .o, .path, .foot, h3, a, .chip')].map((one) => {
        let behind = one;
        while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
        return [one.className || one.tagName, getComputedStyle(one).color, getComputedStyle(behind).backgroundColor];
      })
    ]`);
    const faint = pairs.filter(([, front, back]) => contrast(front, back) < 4.5);
    expect([pairs.length > 50, faint]).toEqual([true, []]);
    const [, , paper] = (pairs.at(-1) ?? ['', '', '']) as [string, string, string];
    expect(luminance(paper) > 0.5).toBe(colorScheme === 'light');
  });

  test('it is printed whole, and is as it was afterwards', async () => {
    const { page } = await browser.open(render('html', broken), { colorScheme: 'dark' });
    await page.evaluate(
      'addEventListener("beforeprint", () => { window.open_ = document.querySelectorAll(".f[open] table").length })',
    );
    await page.pdf();
    expect(await page.evaluate('window.open_')).toBe(findings.filter(({ evidence }) => evidence.length > 0).length);
    expect(await page.locator('.f[open]').count()).toBe(1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#bar').isVisible()).toBe(false);
    expect(luminance(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')))).toBe(1);
  });

  test('without its script it shows the findings and the next steps', async () => {
    const { page } = await browser.open(render('html', broken), { javaScriptEnabled: false });
    expect(await page.locator('.f > summary').count()).toBe(findings.length);
    expect(await page.locator('#bar').isVisible()).toBe(false);
    await page.locator('.f > summary').nth(1).click();
    expect(await page.getByText('kubectl edit -n shop deployment/web').isVisible()).toBe(true);
  });

  test('a healthy cluster has one sentence', async () => {
    const { page, complaints } = await browser.open(render('html', healthy));
    expect(await page.locator('main > :not([hidden])').allTextContents()).toEqual([
      'No problems found in 4 namespaces of kind-prod v1.34.4 (7 objects, 8 checks).',
    ]);
    expect(complaints).toEqual([]);
  });

  test('a thousand findings are all there, and are found', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => {
      const [first] = findings.slice(index % findings.length);
      if (first === undefined) throw new RangeError('there are findings');
      return { ...first, id: `id-${index}`, subject: { ...first.subject, namespace: `team-${index % 50}` } };
    });
    const { page, complaints } = await browser.open(render('html', reportOf({ findings: many })));
    expect(await page.locator(shown).count()).toBe(1_000);
    await page.locator('#search').fill('id-99');
    expect(await page.locator(shown).count()).toBe(11);
    await page.locator('#search').fill('');
    await page.locator('#fold').click();
    await expect.poll(() => page.locator('.f[open] .foot').count(), { timeout: 100_000 }).toBe(1_000);
    expect(complaints).toEqual([]);
  });
});

/** By WCAG 2: 4.5 is readable for all but the smallest part. */
function contrast(front: string, back: string): number {
  const [bright = 0, dark = 0] = [luminance(front), luminance(back)].sort((left, right) => right - left);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
