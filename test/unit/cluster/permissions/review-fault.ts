import type { Fault, SeenRequest } from '../../../support/fake-api/faults.ts';

/** A right as a review asks for it; without a namespace it is about all of them. */
export interface AskedRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

export interface Rights {
  /** Whether a SelfSubjectAccessReview is granted. */
  readonly allows?: (right: AskedRight) => boolean;
  /** The rules of a SelfSubjectRulesReview. */
  readonly rules?: (namespace: string) => readonly object[];
  readonly incomplete?: boolean;
  /** Null for a server that does not know the question. */
  readonly user?: string | null;
}

interface Review {
  readonly kind: string;
  readonly spec: { readonly resourceAttributes: AskedRight; readonly namespace: string };
}

/** Lets a fake API server answer reviews of rights; what it was asked is added to `asked`. */
export function reviews(rights: Rights, asked: Review[] = []): Fault {
  return {
    about: ({ method, path }: SeenRequest) => method === 'POST' && /\/selfsubject\w*reviews$/.test(path),
    answer: async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response.req) chunks.push(chunk);
      const review: Review = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      asked.push(review);
      const status = statusOf(review, rights);
      response.writeHead(status === null ? 404 : 201, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === null ? { kind: 'Status', code: 404 } : { ...review, status }));
    },
  };
}

function statusOf(
  { kind, spec }: Review,
  { allows = () => false, rules = () => [], incomplete, user = 'jane' }: Rights,
) {
  if (kind === 'SelfSubjectReview') return user === null ? null : { userInfo: { username: user } };
  if (kind === 'SelfSubjectAccessReview') return { allowed: allows(spec.resourceAttributes) };
  return { resourceRules: rules(spec.namespace), nonResourceRules: [], incomplete: incomplete ?? false };
}
