/** Keeps an at sign from calling anybody: `@channel`, `@here`, a user's name. An invisible space behind it does. */
export function withoutMentions(text: string): string {
  return text.replaceAll('@', '@\u200B');
}

/** For Slack: links, mentions and commands begin with `<`. @see https://docs.slack.dev/messaging/formatting-message-text/ */
export function escapeSlack(text: string): string {
  return withoutMentions(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For Markdown, which Mattermost reads: nothing in the text is a link, an image, a heading or a mention. */
export function escapeMarkdown(text: string): string {
  const plain = text.replace(/[\\`*_{}[\]()#+.!|~:/-]/g, '\\$&');
  return escapeSlack(plain);
}
