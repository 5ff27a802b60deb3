import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const RANDOM_LIMIT = 1n << 80n;

/** What ids are made of. */
interface Sources {
  readonly now?: () => Date;
  readonly random?: (bytes: number) => Buffer;
}

/**
 * Makes ids of runs: ULIDs, of which each is greater than the one before, also where the clock goes back.
 *
 * @param newest the newest id that is known from earlier; the first one is greater than that
 */
export function runIds({ now = () => new Date(), random = randomBytes }: Sources, newest?: string): () => string {
  let time = newest === undefined ? 0 : timeOf(newest);
  let tail = newest === undefined ? 0n : numberOf(newest.slice(TIME_DIGITS));
  return () => {
    const clock = now().getTime();
    const fresh = BigInt(`0x${random(10).toString('hex')}`);
    if (clock > time) [time, tail] = [clock, fresh];
    else if (tail + 1n < RANDOM_LIMIT) tail += 1n;
    else [time, tail] = [time + 1, fresh];
    return digits(BigInt(time), TIME_DIGITS) + digits(tail, RANDOM_DIGITS);
  };
}

/** The time in an id, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number(numberOf(id.slice(0, TIME_DIGITS)));
}

function numberOf(text: string): bigint {
  return [...text].reduce((sum, digit) => sum * 32n + BigInt(DIGITS.indexOf(digit)), 0n);
}

function digits(number: bigint, length: number): string {
  return Array.from({ length }, (_, index) => DIGITS[Number((number >> BigInt(5 * (length - 1 - index))) & 31n)]).join(
    '',
  );
}
