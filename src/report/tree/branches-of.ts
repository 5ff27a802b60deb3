import { listText } from '../../base/list-text.ts';
import type { Arrow, Box, Picture } from '../../diagnose/picture/picture.ts';
import { refKey, refText } from '../../kube/object-ref.ts';
import { PASSIVE } from '../../kube/relations/relation.ts';
import { kindCounts, plural } from '../counting.ts';
import type { Page } from '../page.ts';
import type { Report } from '../report.ts';
import { shortened } from '../value-text.ts';
import type { Branch } from './branch.ts';

type Finding = Report['findings'][number];

const NAMES_SHOWN = 3;
const MESSAGES_SHOWN = 3;
const LONGEST = 160;

/** The picture of a finding as a tree: its cause at the root, each object below the one that leads to it. */
export function branchesOf(finding: Finding, picture: Picture, page: Page): Branch {
  const drawn = new Set([0]);
  const told = new Set<Arrow>();
  const messages = messagesOf(finding, page.verbose);
  const home = finding.subject.namespace;
  const below = (index: number): readonly Branch[] => {
    const near = picture.arrows.flatMap((arrow) => stepFrom(index, arrow, told));
    // All that is near is drawn here before anything farther draws it lower.
    const isNew = near.map(({ next }) => !drawn.has(next) && drawn.add(next) !== undefined);
    return near.flatMap(({ next, words }, at): readonly Branch[] => {
      const box = picture.boxes[next];
      if (box === undefined) return [];
      const text = `${words} ${boxText(box, home)}`;
      return isNew[at]
        ? [branch(text, box, messages.get(next) ?? [], below(next), page)]
        : [{ text: `${text} (see above)`, paint: page.paint.dim, branches: [] }];
    });
  };
  const [cause] = picture.boxes;
  const root = cause ?? { refs: [finding.subject] as const, role: 'cause' as const, missing: false };
  const rest = picture.rest > 0 ? [leaf(`and ${plural(picture.rest, 'more object')}`, page)] : [];
  const tree = branch(refText(root.refs[0]), root, messages.get(0) ?? [], below(0), page);
  return { ...tree, branches: [...tree.branches, ...rest] };

  function messagesOf({ symptoms }: Finding, whole: boolean): ReadonlyMap<number, readonly string[]> {
    const places = new Map(
      picture.boxes.flatMap(({ refs }, index) => refs.map((ref) => [refKey(ref), index] as const)),
    );
    const groups = Map.groupBy(symptoms, ({ subject }) => places.get(refKey(subject)) ?? 0);
    return new Map(
      [...groups].map(([index, group]) => {
        const texts = [...new Set(group.map(({ message }) => (whole ? message : shortened(message, LONGEST))))];
        const shown = whole ? texts : texts.slice(0, MESSAGES_SHOWN);
        return [index, texts.length > shown.length ? [...shown, `and ${texts.length - shown.length} more`] : shown];
      }),
    );
  }
}

/** The other end of an arrow at this box, with words that read from this end; each arrow is told once. */
function stepFrom(index: number, arrow: Arrow, told: Set<Arrow>): readonly { next: number; words: string }[] {
  if (told.has(arrow) || (arrow.from !== index && arrow.to !== index)) return [];
  told.add(arrow);
  return arrow.from === index
    ? [{ next: arrow.to, words: arrow.word }]
    : [{ next: arrow.from, words: PASSIVE[arrow.word] }];
}

/** One message stands behind the name; more stand below it. */
function branch(text: string, box: Box, said: readonly string[], below: readonly Branch[], page: Page): Branch {
  const [only, ...others] = said;
  const inLine = only !== undefined && others.length === 0 && box.role !== 'cause';
  return {
    text: inLine ? `${text}: ${only}` : text,
    paint: box.role === 'cause' ? page.paint.bold : box.missing ? page.paint.severity.high : undefined,
    branches: [...(inLine ? [] : said.map((message) => leaf(message, page))), ...below],
  };
}

function leaf(text: string, page: Page): Branch {
  return { text, paint: page.paint.dim, branches: [] };
}

/** `Service web`, `3 pods: web-1, web-2 and web-3`, `ConfigMap web (does not exist)`. */
function boxText({ refs, missing }: Box, home: string | null): string {
  const [first] = refs;
  if (refs.length > 1) {
    return `${kindCounts(refs)}: ${listText(
      refs.map((ref) => ref.name),
      NAMES_SHOWN,
    )}`;
  }
  const name = first.namespace === home ? `${first.kind} ${first.name}` : refText(first);
  return missing ? `${name} (does not exist)` : name;
}
