/** Characters of logs and YAML per token, seen over several small models: prose has more of them. */
const CHARACTERS_PER_TOKEN = 3.2;

/** Estimates, a little high, how many tokens a model makes of a text. Scripts without spaces take one each character. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/g)?.length ?? 0;
  return Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN + wide);
}
