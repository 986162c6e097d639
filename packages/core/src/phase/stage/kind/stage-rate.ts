import { TestError } from '../../../spec/error/errors.ts';
import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import type { Schedule, ScheduleEnd, ScheduleSpec } from '../../../workload/schedule.ts';
import { makeSchedule } from '../../../workload/schedule.ts';
import { createRandom } from '../../../workload/random.ts';
import type { StageEnd, StagePlan } from '../options/resolve-stages.ts';
import type { Spacing, StageRate } from '../options/stage-begin.ts';
import type { StageSetting } from '../stage-runner.ts';

/**
 * The rate of a stage, per second: as configured, or a share of the request throughput of an earlier stage.
 * @param requestsEach requests of one arrival: the turns of a conversation
 * @throws {TestError} when no request of that stage succeeded
 */
export function rateOf(
  { ended }: Pick<StageSetting, 'ended'>,
  name: string,
  rate: StageRate,
  requestsEach = 1,
): number {
  if ('perSecond' in rate) return rate.perSecond;
  const { of, share } = rate;
  const throughput = ended.get(of)?.requestsPerSecond ?? Number.NaN;
  if (throughput > 0) return (throughput * share) / requestsEach;
  throw new TestError(
    `no request of stage "${of}" succeeded, so stage "${name}" has no rate`,
    { phase: 'load' },
    { help: `check the request errors, or set rate of stage "${name}" to requests per second` },
  );
}

/** The rate, its origin and the arrival pattern, as events record them. */
export function describeRate(
  ratePerSecond: number,
  rate: StageRate,
  spacing: Spacing,
): Pick<
  Extract<StageLoad, { kind: 'open' }>,
  'ratePerSecond' | 'arrivals' | 'burstiness' | 'share' | 'of'
> {
  return {
    ratePerSecond,
    arrivals: spacing.shape,
    ...(spacing.shape === 'gamma' ? { burstiness: spacing.burstiness } : {}),
    ...('of' in rate ? { share: rate.share, of: rate.of } : {}),
  };
}

/** Arrivals at a rate, the warm-up first, drawn from a random stream of this stage alone. */
export function scheduleOf(
  seed: number,
  {
    name,
    warmup,
    spacing,
  }: Pick<Extract<StagePlan, { kind: 'open' }>, 'name' | 'warmup' | 'spacing'>,
  ratePerSecond: number,
  end: ScheduleEnd,
): Schedule {
  return drawSchedule(seed, name, { ...spacing, ratePerSecond, warmup, end });
}

/** When the schedule of a stage ends: until decided, after the maximum duration. */
export function scheduleEndOf(end: StageEnd): ScheduleEnd {
  switch (end.kind) {
    case 'count':
      return { kind: 'count', arrivals: end.requests };
    case 'time':
      return { kind: 'time', durationMs: end.durationMs, minArrivals: end.minRequests };
    case 'decided':
      return { kind: 'time', durationMs: end.maxDurationMs, minArrivals: 0 };
  }
}

/** A schedule that depends only on the seed, the name of its stage and its shape. @throws {ConfigError} as {@link makeSchedule} does */
export function drawSchedule(seed: number, name: string, spec: ScheduleSpec): Schedule {
  return makeSchedule(spec, createRandom(seed, `arrivals ${name}`));
}
