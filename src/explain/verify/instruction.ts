import { stripInvisible } from './clean.ts';

/** Cyrillic and Greek letters that look like Latin ones. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [...'аaеeоoрpсcхxуyіiѕsјjԁdοoαaιiνvρp'.matchAll(/(.)(.)/gu)].map((pair) => [pair[1] ?? '', pair[2] ?? '']),
);

/** Phrases that speak to a model. Written for text without accents and with single spaces. */
const PHRASES = new RegExp(
  [
    String.raw`\b(?:ignor\w*|disregard\w*|forget|override|bypass)\b.{0,40}\b(?:instruc\w*|prompts?|rules?|directions|guidelines|above|context|everything|all previous|you were told|evidence)\b`,
    String.raw`\b(?:new|real|actual|hidden|secret|following|updated|system) (?:instructions?|prompts?|task|directive)\b`,
    String.raw`\b(?:previous|prior|earlier|above|preceding) (?:instructions?|prompts?|messages|text)\b`,
    String.raw`\byou (?:are|must|should|will|shall|have to|need to)\b.{0,40}\b(?:now|say|answer|reply|respond|write|tell|output|act|pretend|assistant|model|ai|follow|recommend|report|state|run)\b`,
    String.raw`\b(?:reply|respond|answer|output|print|write|speak) (?:only|just|exactly|with|in|as|the following|nothing)\b`,
    String.raw`\b(?:say|claim|state|report|conclude|pretend|answer|write|respond|reply|explain) that\b.{0,80}\b(?:cluster|everything|healthy|fine|ok|safe|false alarm|no problem|nothing|resolved)\b`,
    String.raw`\b(?:tell|ask|advise|instruct|urge|convince|order|remind) (?:the |your |any )?(?:user|users|operator|operators|admin|administrator|human|reader|engineer|sre|them|him|her|person)\b`,
    String.raw`\b(?:act|behave|pose|roleplay) as (?:a|an|if|the)\b|\bpretend (?:to|that|you)\b|\bfrom now on\b|\bjailbreak\b|\bdeveloper mode\b`,
    String.raw`\bdo not (?:mention|say|tell|reveal|report|explain|follow|include|show|list)\b|\b(?:as|you are) an? (?:ai|assistant|language model|llm|expert)\b|\blanguage model\b|\bsystem prompt\b`,
    String.raw`\b(?:dear|hey|hello|attention|note to|message to|important for|instructions? (?:for|to)) (?:the )?(?:ai|assistant|model|llm|chatbot|gpt|claude|llama|qwen)\b`,
    String.raw`\b(?:curl|wget|iwr|invoke webrequest)\b.{0,200}\|\s*(?:sudo )?(?:ba|z|da|k)?sh\b|\brm rf\b|\bkubectl (?:delete|apply|exec|drain|scale|patch|run|create|edit|replace|cp)\b`,
    String.raw`\b(?:please|now|then|must|to fix (?:it|this)|just)[,:]? (?:run|execute|delete|remove|uninstall|wipe|download|install|visit|open|click|send|grant|disable|call|email|contact|paste)\b`,
    String.raw`^\W*(?:delete|wipe|destroy|erase|uninstall|drain|execute) (?:the |all |every |any |your )?(?:namespace|pod|deployment|node|cluster|secret|volume|pvc|data|database|statefulset|service|everything|workload|resource)s?\b`,
    // Spanish and Portuguese
    String.raw`\b(?:ignor[aeo]\w*|olvid[ae]\w*|esque[cç]\w*|desconsider\w*|descart[ae]\w*|omit[ae]\w*)\b.{0,40}\b(?:instruccion\w*|instruc(?:oe|ao)\w*|ordenes|ordens|reglas|regras|anterior\w*|previ[ao]s)\b`,
    String.raw`\b(?:responde|responda|conteste|contesta|di|diga|dile|escribe|escriba|escreva|informa|informe) (?:solo|solamente|unicamente|apenas|so|somente|que|con|com|al|ao)\b`,
    String.raw`\b(?:eres|usted es|voce e|tu es|vous etes|du bist|sie sind) (?:ahora|agora|un|um|ein|jetzt|maintenant)\b|\b(?:borra|elimina|elimine|apague|exclua|delete|ejecuta|ejecute|execute) (?:el|la|los|o|a|os|todo|todos|tudo)\b`,
    // German
    String.raw`\b(?:ignorier\w*|vergiss|vergessen sie|missacht\w*|beachte nicht)\b.{0,50}\b(?:anweisung\w*|vorgaben?|regeln?|befehl\w*|vorherig\w*|obig\w*|bisherig\w*|alles)\b`,
    String.raw`\b(?:antworte|antworten sie|schreib\w*|sag|sage|sagen sie|melde|behaupte|gib)\b,? (?:nur|ausschliesslich|bitte|dass|dem|einfach|aus|mit|stattdessen)\b|\b(?:losche|loschen sie|loesche)\b`,
    // French
    String.raw`\b(?:ignore[zr]?|oublie[zr]?|neglige[zr]?)\b.{0,40}\b(?:instructions?|consignes?|regles?|precedent\w*|ordres?)\b`,
    String.raw`\b(?:reponds|repondez|dis|dites|ecris|ecrivez) (?:seulement|uniquement|que|simplement|avec|a l|au)\b|\b(?:supprime[zr]?|execute[zr]?) (?:le|la|les|l|tout)\b`,
    // Chinese
    '忽略.{0,12}(?:指令|指示|说明|提示|规则|内容|要求)|(?:无视|忘记|不要理会|忽视).{0,12}(?:指令|指示|提示|规则|之前|以上|所有)|(?:请|只|仅|必须)(?:回答|回复|说|输出|告诉)|你(?:现在)?是(?:一个|一名)|(?:告诉|建议)(?:用户|管理员|操作员)|(?:请|立即)?(?:删除|执行|运行)(?:命名空间|命令|所有|以下|集群)',
  ].join('|'),
  'u',
);

/** Marks of a conversation: who speaks, where a part of a prompt begins or ends. */
const ROLES =
  /(?:^|[\n"'{[(>\]])\s*(?:system|assistant|user|human|developer|instructions?|prompt|ai|bot)\s*(?:"\s*)?[:>](?!\s*(?:serviceaccount|anonymous|node|kube|masters|aggregate|public|basic|controller|auth))|"role"\s*:\s*"|<\|[^|]{0,40}\|>|\[\/?INST\]|<<\/?SYS>>|#{2,}\s*(?:system|instruction|user|assistant|response|human|end)|<\/?\s*(?:evidence|system|assistant|user|instructions?|prompt|data|context|think|tool|untrusted)[^<>]{0,40}>|\bBEGIN (?:SYSTEM|INSTRUCTIONS|PROMPT)|\bEND OF (?:EVIDENCE|DATA|PROMPT|LOGS?|INPUT)\b/iu;

const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/gu;

/** Without long runs of white space, which the patterns would go over again and again. */
function narrowed(line: string): string {
  return line.replace(/\s+/gu, (space) => (space.includes('\n') ? '\n' : ' '));
}

function folded(line: string): string {
  const visible = narrowed(stripInvisible(line)).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return [...visible]
    .map((letter) => LOOKALIKES.get(letter) ?? letter)
    .join('')
    .replace(/ß/gu, 'ss');
}

/** Words again of letters that are set apart, and spaces for what stands in for them. */
function spaced(line: string): string {
  return line
    .replace(/\\[nrt]/gu, ' ')
    .replace(/(?<![\p{L}])(?:\p{L}[ ._*-]){3,}\p{L}(?!\p{L})/gu, (letters) => letters.replace(/[ ._*-]/gu, ''))
    .replace(/[_\-.*~"'`]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** What a run of base64 says, where it is text. */
function decoded(run: string): string | null {
  try {
    const text = atob(run.replace(/-/gu, '+').replace(/_/gu, '/').replace(/=+$/u, ''));
    return /^[\t\n\r -~]+$/u.test(text) ? text : null;
  } catch {
    return null;
  }
}

function speaksToModel(line: string): boolean {
  const plain = folded(line);
  if (ROLES.test(plain)) return true;
  const variants = new Set([plain, spaced(plain), plain.replace(/[^\p{L}|]+/gu, ' ').trim()]);
  return [...variants].some((variant) => PHRASES.test(variant));
}

/**
 * True for free text that reads like an instruction to a model or to whoever reads its answer, in six languages, also
 * with invisible characters between the letters or in base64. It errs towards true: such a line is only not relied on.
 */
export function isInstruction(line: string): boolean {
  const text = line.slice(0, 4_000);
  if (speaksToModel(text)) return true;
  return (text.match(BASE64) ?? []).some((run) => {
    const inner = decoded(run);
    return inner !== null && speaksToModel(inner);
  });
}
