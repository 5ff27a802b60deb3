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

/** Plans, executes and takes back as the commands do, in this process, with a state folder of its own. */
export class Repairs {
  readonly books: Books;
  readonly #session: Session;
  readonly #folder: string;

  constructor(session: Session) {
    this.#session = session;
    this.#folder = mkdtempSync(join(tmpdir(), 'mekhanikube-repair-'));
    this.books = openBooks({ MEKHANIKUBE_STATE: join(this.#folder, 'state') });
  }

  close(): void {
    this.books.close();
    rmSync(this.#folder, { recursive: true });
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
