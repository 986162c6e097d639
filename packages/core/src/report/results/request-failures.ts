import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isEndedByClient } from '../../stream/rows/request-row.ts';
import type { RequestFailures } from './stage-result.ts';

/**
 * The failed requests of a phase or a stage by kind, the most frequent first, including those that warm up or open a
 * context. Requests that the client canceled did not fail, nor did an over-long prompt that was sent to be refused.
 */
export function requestFailures({ requests }: Pick<PhaseStreams, 'requests'>): RequestFailures[] {
  const byKind = new Map<string, RequestFailures>();
  for (const row of requests) {
    if (row.outcome === 'ok' || row.outcome === 'refused' || isEndedByClient(row.outcome)) continue;
    const kind = row.errorKind === '' ? row.outcome : row.errorKind;
    const { count = 0, inWarmup = 0, example = row.errorMessage } = byKind.get(kind) ?? {};
    const warm = inWarmup + (row.purpose === 'warm-up' ? 1 : 0);
    byKind.set(kind, {
      kind,
      count: count + 1,
      ...(warm === 0 ? {} : { inWarmup: warm }),
      example,
    });
  }
  return [...byKind.values()].toSorted((a, b) => b.count - a.count);
}
