import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyIn } from '../../src/cli/commands/remediate/apply.ts';
import { requestsFor } from '../../src/cli/commands/remediate/choose.ts';
import { keepIn } from '../../src/cli/commands/remediate/keep-plan.ts';
import { planOne } from '../../src/cli/commands/remediate/plan.ts';
import { type TakenBack, takeBackIn } from '../../src/cli/commands/remediate/rollback.ts';
import type { Session } from '../../src/cli/commands/remediate/session.ts';
import { type Books, openBooks } from '../../src/cli/commands/remediate/state.ts';
import type { Plan } from '../../src/remedy/plan/plan.ts';
import type { RunResult } from '../../src/remedy/run/finish.ts';

/** What is asked for by hand. */
export interface Asked {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly target: { readonly kind: string; readonly name: string };
  readonly namespace: string;
  readonly timeoutMs: number;
}

/** A state folder that nobody else knows, gone once it is closed. */
export function ownBooks(): Books {
  const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-repair-'));
  const books = openBooks({ MEKHANIKUBE_STATE: join(folder, 'state') });
  return {
    ...books,
    close() {
      books.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Plans, executes and takes back as the commands do, in this process. */
export class Repairs {
  readonly books: Books;
  readonly #session: Session;

  constructor(session: Session, books: Books) {
    this.#session = session;
    this.books = books;
  }

  async plan({ action, params, target, namespace, timeoutMs }: Asked): Promise<Plan> {
    const about = `${target.kind.toLowerCase()}/${target.name}`;
    const [request] = requestsFor({ about, action, params, timeoutMs, namespace }, []);
    if (request === undefined) throw new Error(`${action} asks for nothing`);
    const plan = await planOne({ request, match: null }, this.#session, this.books.state);
    return keepIn(this.books, plan, this.#session, '0.0.0-test');
  }

  async apply({ id }: Plan): Promise<RunResult> {
    return (await applyIn(this.#stage(), id, {})).result;
  }

  takeBack({ id }: Plan): Promise<TakenBack> {
    return takeBackIn(this.#stage(), this.books.backups.findRun(id), {});
  }

  /** How many requests that change the cluster were begun. */
  begun({ id }: Plan): number {
    const records = this.books.journal.runs().find(({ run }) => run === id)?.records ?? [];
    return records.filter(({ type }) => type === 'EXECUTING').length;
  }

  #stage() {
    return {
      session: this.#session,
      books: this.books,
      signal: new AbortController().signal,
      onProgress: () => {},
    };
  }
}
