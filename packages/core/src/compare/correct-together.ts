import { probabilityOf, type Effect } from '../stats/effect.ts';
import { simulateJointT, type JointT } from '../stats/distribution/joint-t.ts';
import { stepDown, type StepDownOutcome } from '../stats/step-down.ts';

/** Effects that agree in this many digits are of the same figures, such as a rate of requests and a rate of their tokens. */
const DIGITS = 9;

/** With fewer runs, independent figures look correlated. */
const MIN_DEGREES = 4;

/** Averages subtracted from the residuals of runs. */
const SIDES = 2;

/** Fixed seed of the simulation: the same comparison always gives the same levels. */
const SEED = 1;

/** Bisections of the search for a level: to 1e-4 of its range. */
const HALVINGS = 14;

/** An effect and its runs. */
export interface TestedEffect {
  readonly effect: Effect;
  /** Equal for effects of the same runs; undefined where a run did not measure it. */
  readonly runs?: number;
}

/** Outcome of each effect, and the number of comparisons in the correction. */
export interface Correction {
  /** In the order of the effects. */
  readonly outcomes: readonly StepDownOutcome[];
  readonly comparisonCount: number;
}

/** Indexes of effects that were estimated from the same runs, and their joint distribution. */
interface Family {
  readonly places: readonly number[];
  readonly joint: JointT;
}

/** Whether a difference could have been found: not where neither side varies and both are equal. */
function isTest({ effect: { estimate, errorBelow, errorAbove } }: TestedEffect): boolean {
  return !(estimate === 0 && errorBelow === 0 && errorAbove === 0);
}

function figuresOf({ effect }: TestedEffect): string {
  const { estimate, errorBelow, errorAbove, degreesOfFreedom, probability = Number.NaN } = effect;
  return [estimate, errorBelow, errorAbove, degreesOfFreedom, probability]
    .map((figure) => figure.toPrecision(DIGITS))
    .join(' ');
}

/** Groups effects of the same runs, with enough runs to show their correlation. */
function familiesOf(tests: readonly TestedEffect[]): Family[] {
  const members = new Map<number, { place: number; rests: readonly number[] }[]>();
  for (const [place, { effect, runs }] of tests.entries()) {
    const { rests = [] } = effect;
    if (runs === undefined || rests.length - SIDES < MIN_DEGREES) continue;
    members.set(runs, [...(members.get(runs) ?? []), { place, rests }]);
  }
  return [...members.values()].flatMap((family) => {
    const [first] = family;
    if (first === undefined || family.length === 1) return [];
    const rests = family.map((one) => one.rests);
    const joint = simulateJointT(rests, first.rests.length - SIDES, SEED);
    return [{ places: family.map(({ place }) => place), joint }];
  });
}

/**
 * The level at which the tests at these indexes give false findings at the allowed rate: rates of families are simulated,
 * and added to each other and to those of single tests (Bonferroni), since their correlation is unknown.
 */
function levelOf(left: readonly number[], families: readonly Family[], missRate: number): number {
  const groups = families.map(({ places, joint }) => ({
    joint,
    members: places.flatMap((place, member) => (left.includes(place) ? [member] : [])),
  }));
  const inFamilies = groups.reduce((sum, { members }) => sum + members.length, 0);
  let low = missRate / left.length;
  if (inFamilies === 0) return low;
  let high = missRate;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const level = (low + high) / 2;
    const chance = groups.reduce(
      (sum, { joint, members }) => sum + joint.chanceOfAny(level, members),
      (left.length - inFamilies) * level,
    );
    if (chance <= missRate) low = level;
    else high = level;
  }
  return low;
}

/**
 * Corrects all verdicts of a comparison together, step by step. Metrics of the same runs are corrected by their correlation:
 * a request rate and its latency are hardly two chances of a false verdict. Metrics within single runs each count in full,
 * which is Holm's correction. Only independent chances of a false verdict count: metrics with the same figures
 * count once, and a metric without difference and spread, such as two error rates of 0, cannot
 * give one and does not count (Tarone 1990).
 */
export function correctTogether(effects: readonly TestedEffect[], missRate: number): Correction {
  const testOf = new Map<string, TestedEffect>();
  for (const effect of effects.filter((one) => isTest(one))) {
    const figures = figuresOf(effect);
    if (!testOf.has(figures)) testOf.set(figures, effect);
  }
  const tests = [...testOf.values()];
  const families = familiesOf(tests);
  const held = stepDown(
    tests.map(({ effect }) => probabilityOf(effect)),
    (left) => levelOf(left, families, missRate),
  );
  const outcomeOf = new Map([...testOf.keys()].map((figures, index) => [figures, held[index]]));
  const untested: StepDownOutcome = { level: missRate, isFound: false };
  return {
    outcomes: effects.map((effect) => outcomeOf.get(figuresOf(effect)) ?? untested),
    comparisonCount: testOf.size,
  };
}
