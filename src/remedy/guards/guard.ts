/** What a guard says about a plan's step. All guards are asked, and all reasons are shown. */
export type Verdict =
  | { readonly allows: true /** What was seen, for the plan. */; readonly note?: string }
  | {
      readonly allows: false;
      /** Names the reason for programs, where they act upon it: `NamespaceTerminating`. */
      readonly id?: string;
      /** One sentence without a full stop, with the real names and numbers in it; several are joined by `; `. */
      readonly reason: string;
      /** What would have to change. */
      readonly hint?: string;
      /** Not a no for ever: an approval, a window or a token is still to come. */
      readonly waitsFor?: 'approval' | 'window' | 'cooldown' | 'tokens';
    };

export type Denial = Extract<Verdict, { readonly allows: false }>;

/** One reason to refuse. Pure: it judges facts that were gathered before, and facts that are missing refuse. */
export interface Guard<Facts> {
  /** Stable, kebab-case: `pod-disruption-budget`. */
  readonly id: string;
  /** What it protects from, in a few words. */
  readonly title: string;
  judge(facts: Facts): Verdict;
}
