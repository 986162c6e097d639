import type { Random } from '../../../workload/random.ts';
import type { Schedule } from '../../../workload/schedule.ts';

/**
 * When users begin their first conversations: spread evenly at random, so that they do not begin with a burst.
 * @param spreadMs time in which all of them begin
 * @param durationMs of the load; 0 where a number of requests ends it
 */
export function usersSchedule(
  users: number,
  { spreadMs, durationMs }: { readonly spreadMs: number; readonly durationMs: number },
  random: Random,
): Schedule {
  const offsetsNs = Float64Array.from({ length: users }, () => random.fraction() * spreadMs * 1e6);
  offsetsNs.sort();
  return {
    shape: 'trace',
    offsetsNs,
    durationNs: Math.max(durationMs * 1e6, offsetsNs.at(-1) ?? 0),
    ratePerSecond: Number.NaN,
  };
}
