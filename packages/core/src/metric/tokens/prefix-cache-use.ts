import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { templateTokens } from './template-tokens.ts';

/** Prompt tokens served from a cache, without the server's template, which every prompt shares without distorting results. */
export interface PrefixCacheUse {
  /** Successful requests. */
  readonly successful: number;
  /** Successful requests without a report of cached tokens. */
  readonly unreported: number;
  readonly cachedTokens: number;
  readonly promptTokens: number;
}

/** Sums the cached tokens of the successful service requests of a phase that satisfy a condition. */
export function prefixCacheUse(
  phase: PhaseStreams,
  holds: (row: RequestRow) => boolean = () => true,
): PrefixCacheUse {
  const template = new Map<string, number>();
  let successful = 0;
  let unreported = 0;
  let cachedTokens = 0;
  let promptTokens = 0;
  for (const row of phase.requests) {
    if (!isSuccessful(row) || !holds(row)) continue;
    successful += 1;
    if (Number.isNaN(row.cachedTokens + row.inputTokens)) {
      unreported += 1;
      continue;
    }
    const around = template.get(row.model) ?? templateTokens(phase, row.model);
    template.set(row.model, around);
    cachedTokens += Math.max(0, row.cachedTokens - around);
    promptTokens += Math.max(0, row.inputTokens - around);
  }
  return { successful, unreported, cachedTokens, promptTokens };
}
