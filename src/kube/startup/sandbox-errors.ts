/** What keeps a pod's sandbox from being made, as far as the text of the container runtime tells. */
export const SANDBOX_PROBLEMS = ['addresses', 'handler', 'image', 'network', 'other'] as const;

export type SandboxProblem = (typeof SANDBOX_PROBLEMS)[number];

const PATTERNS: readonly (readonly [SandboxProblem, RegExp])[] = [
  ['image', /failed to (get|pull) (sandbox|pause|infra(structure)?) image|pulling image .*pause/i],
  [
    'addresses',
    /no (available |free )?IP(v[46])?( addresses)?( are)? available|no (available|free) IP|failed to allocate for range|range is full|assign an IP address|InsufficientFreeAddresses|IP pool.* exhausted/i,
  ],
  ['network', /\bcni\b|network/i],
];

const HANDLER =
  /no runtime for "([^"]+)" is configured|failed to find runtime handler (\S+)|RuntimeHandler "([^"]+)" not supported/i;

/** Sorts the text of a sandbox that cannot be made. */
export function sandboxProblem(text: string): SandboxProblem {
  if (HANDLER.test(text)) return 'handler';
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** The handler that the container runtime does not have; null where the text names none. */
export function missingHandler(text: string): string | null {
  const [, containerd, crio, dockershim] = HANDLER.exec(text) ?? [];
  return containerd ?? crio ?? dockershim ?? null;
}
