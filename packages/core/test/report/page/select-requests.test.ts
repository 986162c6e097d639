import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectRequests } from '../../../src/report/page/select-requests.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Requests with these latencies, ms; `undefined` for a failed one. */
function requestsOf(timesMs: readonly (number | undefined)[]) {
  const phase = new PhaseBuilder('load');
  for (const [index, ms] of timesMs.entries()) {
    const sentMs = index * 10;
    phase.request({
      purpose: 'load',
      stage: 'open',
      sentMs,
      ...(ms === undefined ? { endMs: sentMs + 1 } : { chunksMs: [sentMs + ms] }),
    });
  }
  return phase.build(timesMs.length * 10 + 100).requests;
}

describe('selectRequests', () => {
  test('keeps all if they fit', () => {
    const rows = requestsOf([1, 2, undefined]);
    expect(selectRequests(rows, 3)).toBe(rows);
  });

  test('keeps the slowest, the fastest and failures within the requested number', () => {
    const times = fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 4 }), {
      minLength: 30,
      maxLength: 120,
    });
    fc.assert(
      fc.property(times, (timesMs) => {
        const kept = selectRequests(requestsOf(timesMs), 20);
        expect(kept.length).toBeLessThanOrEqual(20);
        const answered = timesMs.filter((ms) => ms !== undefined);
        const keptMs = kept.flatMap(({ outcome, endNs, sentNs }) =>
          outcome === 'ok' ? [Math.round((endNs - sentNs) / 1e6)] : [],
        );
        expect(Math.max(...keptMs)).toBe(Math.max(...answered));
        expect(Math.min(...keptMs)).toBe(Math.min(...answered));
        expect(kept.some(({ outcome }) => outcome !== 'ok')).toBe(timesMs.includes(undefined));
      }),
    );
  });
});
