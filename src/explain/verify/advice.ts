import { type Token, tokensOf } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { isBaseVerb } from './vocabulary/english.ts';
import { isNounOfObjects } from './vocabulary/kubernetes.ts';
import { wordsOf } from './vocabulary/words-of.ts';

/** Verbs of changes that cannot be taken back, that open a door, or that bring something from outside. */
const RISKY = wordsOf(`
delete remove wipe drop destroy erase uninstall disable force kill drain grant expose install download execute contact
visit click evict cordon patch purge terminate truncate overwrite replace reset reboot bypass unset revoke
disconnect detach shutdown paste email mail upload rollback undo downgrade
`);

/** Risky as an order, but said of programs all the time. */
const RISKY_FIRST = wordsOf('run stop start restart apply scale scan send open');

const RISKY_GERUND = wordsOf(`
deleting removing wiping dropping destroying erasing uninstalling disabling forcing killing draining granting exposing
installing downloading executing contacting visiting clicking evicting patching purging terminating
overwriting replacing resetting rebooting bypassing revoking
`);

/** Who cannot do it is not told to: "the namespace cannot be deleted", "the kubelet fails to kill it". */
const UNABLE =
  /(?:\b(?:cannot|can't|couldn't|doesn't|didn't|won't|never|unable to|fails? to|failed to|failing to|refuses? to|nobody can|nothing can|nowhere to)|\b(?:can|could|do|does|did|will|would|may|is|are|was|were) (?:not|no longer|never))(?: (?:be|yet|fully|even|longer|ever))?$/u;

const NOUN_BEFORE = wordsOf('a an the this that each every any no its their last first next one such forced of is are');

/** Risky as a means, "by restarting it", and else said of programs. */
const RISKY_MEANS = wordsOf('restarting scaling running applying changing editing stopping starting');

const BE = wordsOf('is are was were be been being keeps kept keep not from of blocks block prevents prevent');

const TELLING =
  /\b(?:you|your|yours|yourself|please|let's|we|us|our|i|my|me|i'm|we're|you're|consider|try to|try|recommend\w*|suggest(?:ed|ions?)?|advis\w+|ought|make sure|be sure|ensure that|make certain|the (?:solution|fix|remedy|next step|recommended|best|simplest|easiest)|to (?:fix|solve|resolve|repair|correct|address|remedy) (?:this|it|that|the)|it is (?:necessary|important|best|possible|required|essential) to|needs? to|must|should|has to|have to|(?<!(?:not|n't|never) )helps?|is enough|suffices|operators?|administrators?|somebody should|someone should|admins?)(?![\w@])/u;

const CLAUSE = wordsOf('and or then now just simply also instead first next finally so immediately to');

function textBefore(tokens: readonly Token[], index: number): string {
  return tokens
    .slice(Math.max(0, index - 4), index)
    .map(({ lower }) => lower)
    .join(' ');
}

/** "A rollback repairs it": advice without an order in it. */
const REMEDY =
  /\b(?:repairs?|solves?|fixe[sd]|cures?|remedies|resolves?) (?:it|this|that|them|the (?:problem|crash|issue|error|fault|failure|situation))\b|\b(?:rollback|restart|increase|deletion|removal|reduction|decrease|upgrade|downgrade|reboot|recreation) (?:of|to|in) .{0,60}\b(?:repairs?|solves?|fixes|helps|resolves?|cures?|ends)\b|\b(?:starts?|works?|runs?|succeeds?|stops?) (?:again )?(?:when|if|once|after) (?:somebody|someone|the container gets|it gets|the limit)\b/u;

/** True where a clause begins, so that a base form of a verb is an order. */
function beginsClause(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (before === undefined || before.last || tokens[index]?.first === true) return true;
  return CLAUSE.has(before.lower) && before.lower !== 'to';
}

/** "The pods start and run": a verb after a verb of the same subject is no order. */
function continuesVerb(tokens: readonly Token[], index: number): boolean {
  if (tokens[index - 1]?.lower !== 'and' && tokens[index - 1]?.lower !== 'or') return false;
  return tokens.slice(0, index - 1).some(({ lower }, at) => at > 0 && isBaseVerb(lower));
}

function isRisky(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.lower ?? '';
  const before = tokens[index - 1]?.lower ?? '';
  // "Terminating" in the middle of a sentence is a phase.
  if (index > 0 && tokens[index]?.text !== word) return false;
  if (RISKY_GERUND.has(word)) return !BE.has(before);
  if (RISKY_MEANS.has(word)) return index === 0 || before === 'by' || before === 'try';
  if (UNABLE.test(textBefore(tokens, index))) return false;
  if (RISKY.has(word)) return tokens[index - 1]?.last === true || !NOUN_BEFORE.has(before);
  // "Run backup-1 failed" is about a run.
  if (/[-\d]/u.test(tokens[index + 1]?.text ?? '')) return false;
  return RISKY_FIRST.has(word) && beginsClause(tokens, index) && !continuesVerb(tokens, index);
}

/** "Check the name." Kinds and words that are nouns as well do not begin an order when a verb follows. */
function isOrder(tokens: readonly Token[]): boolean {
  const [first, second] = tokens;
  if (first === undefined || !isBaseVerb(first.lower) || isNounOfObjects(first.lower)) return false;
  return (
    second !== undefined &&
    /^(?:the|a|an|this|that|its|whether|if|all|any|it|them|to|for|in|on|that|out|up|at|more|another|each|every|and|why|what|how|which|sure|back|enough)$/u.test(
      second.lower,
    )
  );
}

/** Without "X is scaled to zero" where a statement says so of X. */
function withoutStated(sentence: string, own: readonly string[]): string {
  return sentence.replace(/\S+ is scaled to zero\b/u, (said) =>
    own.some((text) => text.includes(said)) ? 'it' : said,
  );
}

/**
 * Finds what tells somebody to do something. Repairs come from the tool's catalogue: a model that explains needs none,
 * and one that obeys a line of a log must not be heard.
 */
export function adviceIn(text: string, own: readonly string[] = []): Objection | null {
  const sentence = withoutStated(text, own);
  const tokens = tokensOf(sentence);
  const told = (TELLING.exec(sentence.toLowerCase()) ?? REMEDY.exec(sentence.toLowerCase()))?.[0];
  if (told !== undefined) return objection('advice', told);
  if (isOrder(tokens)) return objection('advice', tokens[0]?.text ?? null);
  const risky = tokens.findIndex((_, index) => isRisky(tokens, index));
  if (risky >= 0) return objection('advice', tokens[risky]?.text ?? null);
  return /\bscal\w+ (?:\w+ ){0,4}(?:to (?:zero|0)|down|up|out)\b/iu.test(sentence)
    ? objection('advice', 'scale')
    : null;
}
