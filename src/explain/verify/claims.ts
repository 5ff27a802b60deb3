import { type Objection, objection } from './verified.ts';

const WELL =
  'healthy|normal|usual|unaffected|fine|ok|okay|good|stable|safe|harmless|perfect|secure|operational|well|normal|all right|alright|in order';

/** That all is well, or that nothing needs to be done: never a model's to say about a finding. */
const DISMISSAL = new RegExp(
  [
    String.raw`\b(?:is|are|was|were|looks?|seems?|appears?|remains?|stays?|be|been|it's|feels?) (?:(?!not\b|no\b|never\b|longer\b|neither\b|none\b)[\w']+ ){0,2}(?:${WELL})\b(?! (?:reason|idea))`,
    String.raw`\b(?:healthy|fine|ok|okay|stable|normal) (?:now|again|state|cluster|condition|operation|behaviou?r)\b`,
    String.raw`\b(?:no|not an?|isn't an?|without|any|zero|hardly any) (?:\w+ )?(?:problems?|issues?|concerns?|worr(?:y|ies)|cause for|reason (?:for|to)|actions?|interventions?|impact|harm|danger|risk|need|errors? (?:at all|here|found))\b(?<!\bnot an? (?:network|dns|disk|memory|node|registry|cluster) (?:problem|issue))`,
    String.raw`\beverything\b|\b(?:little|minor|small|limited|low) (?:effect|impact|risk|harm|importance)\b|\b(?:is|are|was|were) (?:\w+ )?expected\b(?! to)|\bas it (?:should|must)\b|\bnot (?:\w+ )?affected\b|\b(?:has|have|had|there is|there are|with|shows?) no (?:\w+ )?errors?\b|\bnothing (?:(?:\w+ )?(?:to|is|was|has|needs?|must|wrong|serious|bad|critical))\b`,
    String.raw`\b(?:ignored?|ignoring|ignorable|disregard\w*|dismiss\w*|overlook\w*|neglect\w*|unimportant|insignificant|negligible|irrelevant|false (?:alarm|positive|alert)|don't worry|do not worry|not worry)\b`,
    String.raw`\b(?:everything|all|anything|it|they|things?|cluster|system|application|workloads?|services?|pods?) (?:\w+ )?(?:works?|working|functions?|functioning|operat(?:es?|ing)|runs?|running) (?:well|fine|correctly|properly|normally|again|smoothly|as (?:\w+))\b`,
    String.raw`\b(?:works?|working|run(?:s|ning)?|operat(?:es?|ing)|functions?|functioning|behav(?:es?|ing)) (?:\w+ )?(?:well|fine|correctly|properly|normally|smoothly|perfectly|as (?:expected|intended|designed|usual|it should))\b`,
    String.raw`\b(?:safe(?:ly)?|fine|ok|okay|good|harmless) to\b|\bup and running\b|\bback to normal\b|\ball (?:is )?(?:good|well|clear)\b|\bas (?:expected|intended|designed|usual)\b|\bexpected behaviou?r\b|\bby design\b`,
    String.raw`(?<!(?:not|cannot|never|hasn't|n't|longer)(?: be| been| have| yet| fully){0,2} )(?:(?:is|are|was|were|been|be|got|gets) (?:\w+ )?(?:resolved|solved|fixed|repaired|corrected|healed)|recover(?:s|ed|ing)?)\b(?! (?:reference|name|address|host))`,
    String.raw`\b(?:resolve|fix|repair|heal|solve|correct|recover)s? (?:by )?(?:itself|themselves|on (?:its|their) own|automatically)\b|\b(?:just|simply) wait\b|\bno longer (?:an? )?(?:\w+ )?(?:problem|issue|fail\w*|crash\w*|present|occurr\w*|exists?)\b`,
    String.raw`\b(?:successfully|is (?:a )?success|temporary glitch|nothing else|not (?:serious|critical|urgent|important|necessary|needed|required|a concern)|unnecessary|trivial|minor)\b`,
    String.raw`\b(?:is|are|was|were) (?:already |now |all )?over\b(?! (?:its|the|their|a|\d))|\b(?:go|goes|gone|went|going) away\b|\bin the past\b|\bno longer (?:there|so)\b`,
    String.raw`\bonly (?:a |an )?(?:\w+ )?(?:warning|notice|hint)s?\b|\b(?:no|not a|without) (?:\w+ )?failures?\b|\b(?:rarely|seldom|hardly)\b|\bonly (?:slow|crashe[sd]|failed|a moment)\b`,
  ].join('|'),
  'u',
);

/** About the model, its instructions, or this very text. */
const META = new RegExp(
  [
    String.raw`\b(?:language model|as an ai|an ai|assistant|chatbot|prompts?|instruct(?:ions?|ed)|sorry|apolog\w+|cannot (?:help|assist|comply|answer|provide)|can't (?:help|assist|comply|answer|provide)|unable to (?:help|assist|answer|provide|comply)|my (?:training|knowledge)|the user|user (?:asks?|asked|wants|requested)|i (?:am|was|can|cannot|will|have|would|do|think|believe|see)|i'm|i'll)\b`,
    String.raw`(?<!log )\b(?:evidence|lines?|facts?|statements?|items?|source) (?:ids? )?(?:e\d+|[a-z]?\d+|lines?|above|below|provided|given|shows?|says?|states?|list)\b|\b(?:provided|given|above|following|supplied) (?:evidence|information|context|data|text|lines?|facts|material|json|schema|format|question|finding)\b`,
    String.raw`\be\d{1,3}\b|\bc\d{1,2}\b|\b(?:as |was )?(?:mentioned|described|stated|shown|listed|noted|explained|seen) (?:above|below|earlier|before|previously)\b|\b(?:here is|here are|here's|in summary|in conclusion|to summari[sz]e|note that|summary:|explanation:|answer:|output:|response:|question:|translation:)`,
    String.raw`\b(?:for )?example\b|\bfor instance\b|\be\.g\.?|\bsuch as the following\b|\b(?:system|user|assistant|human|ai|developer) ?:|\bjson\b|\bschema\b|\bplaceholder\b|\bevidence\b|\bexplanation\b|\bsummary\b|\bquestion\b`,
  ].join('|'),
  'u',
);

const PLACEHOLDER =
  /<[^<>\s]{1,40}>|\[(?:insert|your|name|pod|namespace)[^\]]{0,30}\]|\{\{?[^{}]{0,40}\}?\}|(?<![\w-])(?:NAME|NAMESPACE|POD|CONTAINER|YOUR_\w+|IMAGE|XXX+|TODO|FOO|BAR|foo|foobar)(?![\w-])|\b\w+-name-here\b/u;

/** Names like `registry.example.com` are no words. */
function prose(sentence: string): string {
  return sentence.replace(/[\w@/=-]*[A-Za-z0-9_][.:/_@=-](?=[\w/])[^\s"',;)]*/gu, '_');
}

/** "0 of 2 pods are healthy" says the opposite. */
const COUNTED_OUT = /\b(?:0|none|zero) of (?:the )?(?:\d+|\w+) (?:\w+ )?(?:is|are) healthy\b/gu;

export function dismissalIn(sentence: string): Objection | null {
  const token = DISMISSAL.exec(sentence.toLowerCase().replace(COUNTED_OUT, ' '))?.[0];
  return token === undefined ? null : objection('dismissal', token);
}

/** Finds words about the answer itself; what the evidence calls so is no matter of ours. */
export function metaIn(sentence: string): Objection | null {
  const token = PLACEHOLDER.exec(sentence)?.[0] ?? META.exec(prose(sentence).toLowerCase())?.[0];
  return token === undefined ? null : objection('meta', token);
}
