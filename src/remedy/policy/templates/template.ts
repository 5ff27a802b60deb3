/** A policy to begin with. */
export interface PolicyTemplate {
  /** What `policy template NAME` takes, and the name of the policy in it. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** YAML with comments, as it is to be edited. */
  readonly text: string;
}
