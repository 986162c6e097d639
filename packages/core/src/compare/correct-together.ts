import { probabilityOf, type Effect } from '../stats/effect.ts';
import { holm, type HolmOutcome } from '../stats/holm.ts';

/** Effects that agree in so many digits are of the same figures, such as a rate of requests and one of their tokens. */
const DIGITS = 9;

/** What each effect is held to, and how many comparisons that is corrected for. */
export interface Correction {
  /** In the order of the effects. */
  readonly outcomes: readonly HolmOutcome[];
  readonly comparisonCount: number;
}

/** Whether a difference could have been called: not where neither side varies and both are the same. */
function isTest({ estimate, errorBelow, errorAbove }: Effect): boolean {
  return !(estimate === 0 && errorBelow === 0 && errorAbove === 0);
}

function figuresOf(effect: Effect): string {
  const { estimate, errorBelow, errorAbove, degreesOfFreedom, probability = Number.NaN } = effect;
  return [estimate, errorBelow, errorAbove, degreesOfFreedom, probability]
    .map((figure) => figure.toPrecision(DIGITS))
    .join(' ');
}

/**
 * Corrects all verdicts of a comparison together, by Holm. Counted is what can give a false verdict of its own: metrics
 * with the same figures stand and fall together and count once, and one that shows no difference and no spread, such as
 * two error rates of 0, cannot give one and counts not at all (Tarone 1990).
 */
export function correctTogether(effects: readonly Effect[], missRate: number): Correction {
  const testOf = new Map<string, Effect>();
  for (const effect of effects.filter((one) => isTest(one))) {
    const figures = figuresOf(effect);
    if (!testOf.has(figures)) testOf.set(figures, effect);
  }
  const probabilities = [...testOf.values()].map((effect) => probabilityOf(effect));
  const held = holm(probabilities, missRate);
  const outcomeOf = new Map([...testOf.keys()].map((figures, index) => [figures, held[index]]));
  const untested: HolmOutcome = { level: missRate, isFound: false };
  return {
    outcomes: effects.map((effect) => outcomeOf.get(figuresOf(effect)) ?? untested),
    comparisonCount: testOf.size,
  };
}
