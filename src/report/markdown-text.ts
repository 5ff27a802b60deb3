import { visible } from './visible.ts';

/**
 * Text in the middle of a line of Markdown that means nothing but itself: no emphasis, no link, no HTML, no table
 * cell, and on GitHub and GitLab no mention of a person or an issue.
 */
export function plain(text: string): string {
  const literal = visible(text)
    .replace(/[\\`*_{}[\]()+|~$]/g, '\\$&')
    // Neither a link nor `:an_emoji:`.
    .replace(/:(?=\/\/|[\w+\\-]+:)/g, '\\:')
    .replace(/\bwww\./gi, 'www\\.');
  return withoutMentions(escapedHtml(literal));
}

/** The same inside an HTML block, where Markdown's own signs mean nothing. */
export function html(text: string): string {
  return withoutMentions(escapedHtml(visible(text)));
}

function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An escaped @, # or ! is still taken for a mention; an empty comment between it and the name is not seen. */
function withoutMentions(text: string): string {
  return text.replace(/[@#!](?=\w)/g, '$&<!-- -->');
}

/** Text in a code span, whatever backticks it has; in a table, bars need an escape even there. */
export function codeSpan(text: string, inTable = false): string {
  const safe = inTable ? visible(text).replaceAll('|', '\\|') : visible(text);
  const fence = '`'.repeat(longestRun(safe) + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** A fenced block of one line. */
export function codeBlock(text: string, language: string): string {
  const safe = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(safe) + 1));
  return `${fence}${language}\n${safe}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
