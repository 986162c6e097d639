/** What one of several comparisons was held to, and whether it stood. */
export interface HolmOutcome {
  /** What its interval may miss so that interval and outcome agree. */
  readonly level: number;
  /** Whether there is a difference, beyond what chance explains. */
  readonly isFound: boolean;
}

/**
 * Holm's step-down correction: with it, the chance that any comparison without a difference is called one is at most
 * `missRate`, however many there are and however they depend on each other.
 *
 * The smallest probability is held to `missRate` over the number of all, the next to that over one fewer, until one
 * fails; that one and all after it are held to the same. So the interval of a comparison at its level leaves out zero
 * exactly when the difference was found.
 * @param probabilities of each comparison, if there were no difference
 * @returns in the same order
 */
export function holm(probabilities: readonly number[], missRate: number): HolmOutcome[] {
  const order = probabilities
    .map((probability, index) => ({ probability, index }))
    .toSorted((a, b) => a.probability - b.probability || a.index - b.index);
  const failing = order.findIndex(
    ({ probability }, rank) => !(probability <= missRate / (order.length - rank)),
  );
  const found = failing === -1 ? order.length : failing;
  const outcomes: HolmOutcome[] = probabilities.map(() => ({ level: missRate, isFound: false }));
  for (const [rank, { index }] of order.entries()) {
    const isFound = rank < found;
    outcomes[index] = { level: missRate / (order.length - Math.min(rank, found)), isFound };
  }
  return outcomes;
}
