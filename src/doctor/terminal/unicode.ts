import type { TerminalFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly locale: string | null;
}

/** The terminals of Windows and macOS show Unicode whatever the locale; elsewhere it says so. */
export const unicode = defineLine<TerminalFacts, Judged>({
  area: 'terminal',
  name: 'unicode',
  judge({ locale, platform, isTty }) {
    const isShown = !isTty || platform !== 'linux' || /utf-?8/i.test(locale ?? '');
    return { status: isShown ? 'ok' : 'warn', locale };
  },
  words: ({ status, locale }) => ({
    seen: locale === null ? 'no locale is set' : `locale ${locale}`,
    mend: status === 'warn' ? 'export LANG=C.UTF-8, or print with --ascii' : null,
  }),
});
