/** Where containers run, seen from this machine. */
export type EngineKind =
  /** On this very machine, with its network. */
  | 'native'
  /** In the virtual machine of Docker Desktop, which forwards to what listens on this machine's loopback. */
  | 'desktop'
  /** In another virtual machine on this one: OrbStack, Colima, Rancher Desktop. */
  | 'virtual-machine'
  /** On another machine. */
  | 'remote';

export type EngineFacts =
  | { readonly state: 'running'; readonly version: string; readonly kind: EngineKind }
  /** The user may not talk to it. */
  | { readonly state: 'denied' }
  | { readonly state: 'stopped'; readonly said: string };

export type ComposeFacts =
  | { readonly state: 'present'; readonly version: string }
  | { readonly state: 'missing' }
  | { readonly state: 'late' };

/** What is known of Docker on this machine. */
export type DockerFacts =
  | { readonly state: 'missing' }
  | { readonly state: 'late' }
  | { readonly state: 'failed'; readonly reason: string }
  | {
      readonly state: 'present';
      readonly clientVersion: string;
      readonly engine: EngineFacts;
      readonly compose: ComposeFacts;
    };
