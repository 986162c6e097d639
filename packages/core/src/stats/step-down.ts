/** The level of one of several comparisons, and its outcome. */
export interface StepDownOutcome {
  /** Error probability of its interval at which interval and outcome agree. */
  readonly level: number;
  /** Whether the difference is significant. */
  readonly isFound: boolean;
}

/**
 * A step-down correction: the smallest probability is tested at the level of all comparisons, the next at that of the others,
 * until one fails; that one and all after it are tested at the same level. So the interval of a comparison at its level excludes
 * zero exactly when the difference was found. A level of the miss rate over the number of comparisons left is Holm's.
 * @param probabilities of each comparison, if there were no difference
 * @param levelOf the level at which the comparisons at these places, and no others, would together give a false finding as
 * often as is allowed; no lower for fewer of them
 * @returns in the order of the probabilities
 */
export function stepDown(
  probabilities: readonly number[],
  levelOf: (left: readonly number[]) => number,
): StepDownOutcome[] {
  const order = probabilities
    .map((probability, index) => ({ probability, index }))
    .toSorted((a, b) => a.probability - b.probability || a.index - b.index);
  const outcomes: StepDownOutcome[] = probabilities.map(() => ({ level: 0, isFound: false }));
  for (const [rank, { probability, index }] of order.entries()) {
    const left = order.slice(rank).map((one) => one.index);
    const level = levelOf(left);
    if (!(probability <= level)) {
      for (const place of left) outcomes[place] = { level, isFound: false };
      break;
    }
    outcomes[index] = { level, isFound: true };
  }
  return outcomes;
}
