/** What a translation may speak of only where its original does: words of all the languages, behind those of English. */
const CONCEPTS: readonly (readonly [RegExp, RegExp])[] = [
  [/database|\bdb\b|\bsql/u, /datenbank|base de don|bases? de dat|banco de dados|数据库/u],
  [/disk|filesystem|storage/u, /festplatte|datenträger|disque|(?<!\p{L})discos?(?!\p{L})|磁盘|硬盘/u],
  [/network|connect|reach|dns|traffic|cidr|resolv/u, /netzwerk|réseau|(?<!\p{L})rede?(?!\p{L})|网络/u],
  [
    /attack|compromis|malicious|breach/u,
    /hacker|angegriffen|angriff|gehackt|attaqu|pirat|ataca|ataque|hackead|invadid|攻击|黑客|入侵/u,
  ],
  [/memory|oom/u, /speicher(?!ort|klasse|system)|mémoire|memoria|memória|内存/u],
  [/node|machine/u, /knoten|n(?:œ|oe)ud|(?<!\p{L})nodos?(?!\p{L})|(?<!\p{L})nós?(?!\p{L})|节点/u],
  [/password|credential|secret|token/u, /passwort|mot de passe|contraseña|senha|密码/u],
  [/certificat|tls|x509/u, /zertifikat|certificat|certificad|证书/u],
  [/offline|\bdown\b|reach|outage/u, /offline|ausgefallen|hors ligne|fuera de línea|fora do ar|离线|宕机/u],
];

/** The first word for what the original does not speak of; null where there is none. */
export function foreignConceptIn(translation: string, english: string): string | null {
  const [text, original] = [translation.toLowerCase(), english.toLowerCase()];
  for (const [known, foreign] of CONCEPTS) {
    const word = foreign.exec(text)?.[0];
    if (word !== undefined && !known.test(original)) return word;
  }
  return null;
}
