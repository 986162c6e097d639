import { twoSidedQuantile } from './distribution/student-t.ts';

/** Parts of equal work that a series is cut into: eight of the later half show whether it still grows, and evenly. */
export const GROWTH_PARTS = 16;

/** Index of the later half: growth during warm-up is over by then, or the series is too short. */
const LATER = GROWTH_PARTS / 2;
const LAST = (GROWTH_PARTS * 3) / 4;
/** Parts before it belong to the beginning of the load. */
const LOADED = GROWTH_PARTS / 4;

/** One-sided probability of mistaking a random walk for a leak. */
const FALSE_LEAK = 0.001;
/** Two-sided, of the interval that is reported. */
const NOT_COVERED = 0.05;
/** A leak continues: the end of a series grows at least at this share of the earlier rate. */
const GOES_ON = 0.5;
/** A last part below this share of the earlier rate has stopped growing. */
const BREAKS_OFF = 0.25;
/** A later half below this share of the rate of the earlier one grows more slowly. */
const SLOWER = 0.75;
/** Two-sided probability of mistaking an even rate for a falling one. */
const FALSE_SLOWING = 0.01;
/** A fall of the rate over the later half that matters, as share of the rate. */
const FALL_SHARE = 0.15;
/** Memory that fell by this share of the growth is given back occasionally: a collected heap, not a leak. */
const FALLS_BACK = 0.5;
/** Net / gross movement below which movements cancel: 1 for a straight rise, about 0.3 for a random walk. */
const WANDERS = 0.6;
/** A rise below this multiple of the span of levels without it is due to chance. */
const WITHIN_SPANS = 1.5;
/** Maximum advised length of a run, as a multiple of this one. */
const MOST_TIMES = 16;

/** Sizes of growth that matter, in the unit of the levels. */
export interface GrowthBounds {
  /** Growth over the whole series below this is not reported. */
  readonly material: number;
  /** Growth below this is the granularity of allocators. */
  readonly grain: number;
}

/** Whether a series of levels grows without bound. */
export interface GrowthTest {
  readonly verdict: 'leak' | 'no-leak' | 'inconclusive';
  /**
   * `even` rises at one rate to the end; `flat` ends level; `wandering` goes up and down; `slowing` still fills; `small`
   * rises evenly, by less than matters; `unclear` is none of them yet.
   */
  readonly shape: 'even' | 'flat' | 'wandering' | 'slowing' | 'small' | 'unclear';
  /** Growth over the whole series at the rate of its later half, in the unit of the levels, with its 95% interval. */
  readonly growth: number;
  readonly low: number;
  readonly high: number;
  /** About how many times as long a series would decide; 1 where it is decided. */
  readonly timesLonger: number;
}

/**
 * The plateau test: whether a series of levels, one for each of {@link GROWTH_PARTS} parts of equal work, rises without bound.
 *
 * Its evidence is the steps between the parts of the later half. Steps of a random walk are independent, and those of
 * anything that returns to a level cancel each other: a t test of their mean is exact for the former and conservative for the
 * latter, so that a wandering heap is not called a leak. A leak must also be even: a cache that fills slows down, and a
 * heap that is collected falls back.
 */
export function testGrowth(levels: Float64Array, { material, grain }: GrowthBounds): GrowthTest {
  const steps = Float64Array.from(
    levels.subarray(1),
    (level, index) => level - (levels[index] ?? NaN),
  );
  // Step i leads to part i + 1.
  const later = momentsOf(steps.subarray(LATER - 1));
  const last = momentsOf(steps.subarray(LAST - 1));
  const interval = intervalOf(later);
  const growth = {
    growth: GROWTH_PARTS * later.mean,
    low: GROWTH_PARTS * interval.low,
    high: GROWTH_PARTS * interval.high,
  };
  const decided = (verdict: 'leak' | 'no-leak', shape: GrowthTest['shape']): GrowthTest => ({
    verdict,
    shape,
    ...growth,
    timesLonger: 1,
  });
  const undecided = (shape: GrowthTest['shape'], timesLonger: number): GrowthTest => ({
    verdict: 'inconclusive',
    shape,
    ...growth,
    timesLonger: Math.min(MOST_TIMES, Math.max(2, Math.ceil(timesLonger))),
  });
  const t = later.mean / later.error;
  const isSlowing = slowsDown(steps);
  const rises = t > twoSidedQuantile(2 * FALSE_LEAK, later.count - 1);
  const fellBack = largestFall(levels) > FALLS_BACK * later.mean * later.count;
  if (rises && !isSlowing && !fellBack) {
    if (growth.growth >= material) return decided('leak', 'even');
    if (growth.growth >= grain) return undecided('small', material / growth.growth);
    return decided('no-leak', 'flat');
  }
  const end = intervalOf(last);
  if (Math.min(growth.high, GROWTH_PARTS * end.high) < material) return decided('no-leak', 'flat');
  if (growth.high <= 0 || spanOf(levels.subarray(LOADED)) < material) {
    return decided('no-leak', 'flat');
  }
  if (growth.low <= 0 && (wanders(levels.subarray(LOADED)) || givesBack(levels, material))) {
    return decided('no-leak', 'wandering');
  }
  if (isSlowing) return undecided('slowing', timesToLevel(steps, material));
  const needed = twoSidedQuantile(2 * FALSE_LEAK, later.count - 1) / Math.max(t, 1e-9);
  return undecided('unclear', needed * needed);
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
}

function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, error: Math.sqrt(squares / (count - 1) / count) };
}

function intervalOf({ count, mean, error }: Moments): { low: number; high: number } {
  const half = error === 0 ? 0 : twoSidedQuantile(NOT_COVERED, count - 1) * error;
  return { low: mean - half, high: mean + half };
}

/** Whether growth ends: its rate at the end is far below the earlier rate, or falls like that of a filling cache. */
function slowsDown(steps: Float64Array): boolean {
  const later = steps.subarray(LATER - 1);
  const before = momentsOf(steps.subarray(LATER - 1, LAST - 1));
  const end = momentsOf(steps.subarray(GROWTH_PARTS - 3));
  const final = steps[GROWTH_PARTS - 2] ?? Number.NaN;
  return (
    momentsOf(steps.subarray(LAST - 1)).mean < GOES_ON * before.mean ||
    end.mean < GOES_ON * before.mean ||
    final < BREAKS_OFF * before.mean ||
    saturates(steps) ||
    fallsSteadily(later, momentsOf(later).mean)
  );
}

/**
 * Whether the later half grows more slowly than the earlier one, and its own quarters do not rule out that the rate keeps
 * falling by the same share: a load that warms up and then leaks has a rate that no longer falls.
 */
function saturates(steps: Float64Array): boolean {
  const early = momentsOf(steps.subarray(0, LATER - 1));
  const later = momentsOf(steps.subarray(LATER - 1));
  const share = later.mean / early.mean;
  const isSlower =
    share < SLOWER &&
    (early.mean - later.mean) / Math.hypot(early.error, later.error) >
      twoSidedQuantile(FALSE_SLOWING, LATER - 2);
  if (!isSlower) return false;
  const before = momentsOf(steps.subarray(LATER - 1, LAST - 1));
  const last = momentsOf(steps.subarray(LAST - 1));
  // The quarters lie half as far apart as the halves.
  const expected = Math.sqrt(Math.max(0, share));
  const above = last.mean - expected * before.mean;
  const error = Math.hypot(last.error, expected * before.error);
  return above < twoSidedQuantile(FALSE_SLOWING, LATER - 2) * error;
}

/** Whether steps become smaller one after the other, by a part of them that matters. */
function fallsSteadily(steps: Float64Array, mean: number): boolean {
  const count = steps.length;
  const middle = (count - 1) / 2;
  const slope = slopeOf(steps);
  const rest = steps.reduce(
    (sum, step, index) => sum + (step - mean - slope * (index - middle)) ** 2,
    0,
  );
  const spread = (count * (count * count - 1)) / 12;
  const error = Math.sqrt(rest / (count - 2) / spread);
  const isSure = -slope > twoSidedQuantile(FALSE_SLOWING, count - 2) * error;
  return isSure && -slope * (count - 1) > FALL_SHARE * Math.abs(mean);
}

/** The largest fall from any level to a later one. */
function largestFall(levels: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  let fall = 0;
  for (const level of levels) {
    highest = Math.max(highest, level);
    fall = Math.max(fall, highest - level);
  }
  return fall;
}

/** Whether levels go up and down more than they rise: movements cancel, and what is left is less than they span. */
function wanders(levels: Float64Array): boolean {
  let net = 0;
  let gross = 0;
  for (let index = 1; index < levels.length; index += 1) {
    const step = (levels[index] ?? Number.NaN) - (levels[index - 1] ?? Number.NaN);
    net += step;
    gross += Math.abs(step);
  }
  if (Math.abs(net) >= WANDERS * gross) return false;
  const slope = slopeOf(levels);
  const rest = levels.map((level, index) => level - slope * index);
  return slope * (levels.length - 1) <= WITHIN_SPANS * spanOf(rest);
}

/** Whether memory is given back: it fell by an amount that matters, and by a good part of its rise under load. */
function givesBack(levels: Float64Array, material: number): boolean {
  const loaded = levels.subarray(LOADED);
  const net = (loaded.at(-1) ?? Number.NaN) - (loaded[0] ?? Number.NaN);
  return largestFall(levels) > Math.max(material, FALLS_BACK * net);
}

function spanOf(values: Float64Array): number {
  return Math.max(...values) - Math.min(...values);
}

/** Least squares of values that are evenly spaced. */
function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2;
  let cross = 0;
  let spread = 0;
  for (const [index, value] of values.entries()) {
    cross += (index - middle) * value;
    spread += (index - middle) ** 2;
  }
  return cross / spread;
}

/**
 * Times as long a series must be for its end to be level, if the rate of growth keeps falling by the same share for the same
 * work, as that of a cache does.
 */
function timesToLevel(steps: Float64Array, material: number): number {
  const before = momentsOf(steps.subarray(LATER - 1, LAST - 1)).mean;
  const last = momentsOf(steps.subarray(LAST - 1)).mean;
  const share = last / before;
  if (!(share > 0 && share < 1 && last > 0)) return 2;
  // The last quarter of a longer series begins so many quarters after the middle of the last one of this.
  const growthIn = (times: number): number =>
    GROWTH_PARTS * times * last * share ** (3 * times - 3.5);
  let times = 2;
  while (times < MOST_TIMES && growthIn(times) >= material) times += 0.5;
  return times;
}
