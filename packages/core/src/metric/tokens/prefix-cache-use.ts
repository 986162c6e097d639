import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { templateTokens } from './template-tokens.ts';

/** What a cache served of prompts, the server's template left out: every prompt has that, and it is no distortion. */
export interface PrefixCacheUse {
  /** Successful requests. */
  readonly answered: number;
  /** Those of them of which the server does not report what its cache served. */
  readonly silent: number;
  readonly cachedTokens: number;
  readonly promptTokens: number;
}

/** Adds up what a cache served of the successful service requests of a phase that something holds of. */
export function prefixCacheUse(
  phase: PhaseStreams,
  holds: (row: RequestRow) => boolean = () => true,
): PrefixCacheUse {
  const template = new Map<string, number>();
  let answered = 0;
  let silent = 0;
  let cachedTokens = 0;
  let promptTokens = 0;
  for (const row of phase.requests) {
    if (!isSuccessful(row) || !holds(row)) continue;
    answered += 1;
    if (Number.isNaN(row.cachedTokens + row.inputTokens)) {
      silent += 1;
      continue;
    }
    const around = template.get(row.model) ?? templateTokens(phase, row.model);
    template.set(row.model, around);
    cachedTokens += Math.max(0, row.cachedTokens - around);
    promptTokens += Math.max(0, row.inputTokens - around);
  }
  return { answered, silent, cachedTokens, promptTokens };
}
