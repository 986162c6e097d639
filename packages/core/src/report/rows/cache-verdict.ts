import { formatRatio } from '../../metric/format/format-value.ts';
import type { RunResults } from '../results/run-results.ts';

/**
 * What belongs beside the verdict of a run whose prompts the server's cache answered: its latency is that of prompts the
 * server has seen. Empty for any other run.
 */
export function cacheVerdict({ phases }: Pick<RunResults, 'phases'>): string {
  const shares = phases.flatMap(({ name, stages }) =>
    stages.flatMap(({ name: stage, answeredByCache }) =>
      answeredByCache === undefined ? [] : [`${name}, ${stage}: ${formatRatio(answeredByCache)}`],
    ),
  );
  return shares.length === 0
    ? ''
    : `answered by the server's cache (share of prompt tokens): ${shares.join('; ')}`;
}
