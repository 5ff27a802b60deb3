import type { Repair } from '../../../../src/remedy/plan/repair.ts';
import type { Conduct } from '../../../../src/remedy/run/conduct.ts';

/** The process dies: nothing of what follows happens. */
export class Crash extends Error {}

/** Dies before or after the n-th effect on the disk or the cluster, counted from 0. */
export function dyingAt(
  conduct: Conduct,
  at: number,
  when: 'before' | 'after',
): { readonly conduct: Conduct; count(): number } {
  let count = 0;
  const passing = async <T>(effect: () => Promise<T>): Promise<T> => {
    const isHere = count++ === at;
    if (count > at + 1) throw new Crash('dead already');
    if (isHere && when === 'before') throw new Crash('before');
    const result = await effect();
    if (isHere) throw new Crash('after');
    return result;
  };
  const { keeper, repair } = conduct;
  const writer: Repair['writer'] = {
    write: (request, how) =>
      how.dryRun ? repair.writer.write(request, how) : passing(() => repair.writer.write(request, how)),
  };
  return {
    count: () => count,
    conduct: {
      ...conduct,
      repair: { ...repair, writer },
      keeper: {
        ...keeper,
        record: (happening) => passing(() => keeper.record(happening)),
        backUp: (step, backup) => passing(() => keeper.backUp(step, backup)),
        keepAnswer: (...answer) => passing(() => keeper.keepAnswer(...answer)),
      },
    },
  };
}
