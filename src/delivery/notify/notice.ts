/** What somebody is told: one message, whatever the number of its items. Its texts hold no secret: whoever made them saw to it. */
export interface Notice {
  /** What has happened: `RolledBack`. */
  readonly event: string;
  readonly severity: string;
  /** One sentence. */
  readonly title: string;
  /** The cluster's name; null where it has none. */
  readonly cluster: string | null;
  /** The run that it is about; null for none. */
  readonly run: string | null;
  readonly items: readonly NoticeItem[];
  /** RFC 3339. */
  readonly at: string;
}

/** One thing to tell about one workload. */
export interface NoticeItem {
  /** `Deployment shop/web`. */
  readonly workload: string;
  readonly text: string;
}

/** All that is told about one workload, nothing twice. */
export interface Group {
  readonly workload: string;
  readonly texts: readonly string[];
  /** How many more there were. */
  readonly more: number;
}

const MOST_TEXTS = 5;
const LONGEST_TEXT = 500;

/** Groups the items by workload, in the order in which they come. */
export function groupsOf({ items }: Notice): readonly Group[] {
  const byWorkload = new Map<string, Set<string>>();
  for (const { workload, text } of items) {
    const texts = byWorkload.get(oneLine(workload)) ?? new Set<string>();
    byWorkload.set(oneLine(workload), texts.add(oneLine(text)));
  }
  return [...byWorkload].map(([workload, texts]) => {
    return { workload, texts: [...texts].slice(0, MOST_TEXTS), more: Math.max(0, texts.size - MOST_TEXTS) };
  });
}

/** Without line breaks, control characters and invisible ones that turn text around; not without end. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}
