import { formatRatio } from '../../metric/format/format-value.ts';
import type { RunResults } from '../results/run-results.ts';

/**
 * What belongs next to the verdict of a run whose prompts the server's prefix cache served: its latency is that of
 * prompts that the server has seen. Empty for any other run.
 */
export function cacheVerdict({ phases }: Pick<RunResults, 'phases'>): string {
  const shares = phases.flatMap(({ name, stages }) =>
    stages.flatMap(({ name: stage, answeredByCache }) =>
      answeredByCache === undefined ? [] : [`${name}, ${stage} ${formatRatio(answeredByCache)}`],
    ),
  );
  return shares.length === 0
    ? ''
    : `prefix cache hit rate of prompts without a shared prefix: ${shares.join('; ')}`;
}
