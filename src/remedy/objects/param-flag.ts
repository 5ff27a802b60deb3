/** A parameter as the flag to paste, for hints: `--param allowZero=true`. In a policy it stands under `params`. */
export function paramFlag(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const param = `${name}=${text}`;
  return `--param ${PLAIN.test(param) ? param : `'${param.replaceAll("'", `'\\''`)}'`}`;
}

/** What a shell hands on as it stands. */
const PLAIN = /^[\w@%+=:,./-]+$/;
