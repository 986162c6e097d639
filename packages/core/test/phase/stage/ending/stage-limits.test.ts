import { describe, expect, it } from 'vitest';
import type { PhaseRequest } from '../../../../src/phase/phase-journal.ts';
import type { Limits } from '../../../../src/phase/stage/ending/limit-options.ts';
import { StageLimits } from '../../../../src/phase/stage/ending/stage-limits.ts';
import { rowAt } from '../../watch/rows.ts';

interface Given {
  readonly settings?: Partial<Limits>;
  readonly hasSucceeded?: boolean;
}

/** Gives rows to the limits of a stage. @returns how many rows it took until the stage ended, and why */
function takeAll(rows: readonly PhaseRequest[], { settings, hasSucceeded = true }: Given = {}) {
  const limits = new StageLimits(settings, { hasSucceeded, hasLoadEnded: () => false });
  for (const [index, row] of rows.entries()) {
    limits.take(row);
    if (limits.signal.aborted) return { taken: index + 1, ending: limits.ending };
  }
  return { taken: rows.length, ending: limits.ending };
}

const failed = (endMs: number, errorKind = 'http-5xx'): PhaseRequest => rowAt(endMs, { errorKind });
const refused = (endMs: number): PhaseRequest => failed(endMs, 'refused');

/** Requests 10 ms apart; those chosen by number, from 0, fail. */
function rowsOf(count: number, fails: (number: number) => boolean): PhaseRequest[] {
  return Array.from({ length: count }, (_, number) =>
    fails(number) ? failed(10 * (number + 1)) : rowAt(10 * (number + 1)),
  );
}

describe('the error rate of a stage', () => {
  it('ends the stage when its first 8 requests all fail alike', () => {
    expect(takeAll(rowsOf(50, () => true))).toEqual({
      taken: 8,
      ending: {
        kind: 'errors',
        afterMs: 71,
        requests: 8,
        failed: 8,
        last: 8,
        isInWarmup: false,
        errorKind: 'http-5xx',
        errorCount: 8,
        errorMessage: 'It was http-5xx.',
      },
    });
  });

  it('does not end the stage early when one of the first 8 requests succeeds or they fail in two ways', () => {
    expect(takeAll(rowsOf(40, (number) => number !== 7)).ending).toBeUndefined();
    const mixed = rowsOf(40, () => true).map((row, number) =>
      number % 2 === 0 ? row : failed(row.endNs / 1e6, 'timeout'),
    );
    expect(takeAll(mixed).ending).toBeUndefined();
  });

  it('ends the stage when half of the last 100 failed, or half of fewer than 100', () => {
    const late = takeAll(rowsOf(400, (number) => number >= 200));
    expect(late).toMatchObject({ taken: 250, ending: { failed: 50, last: 100 } });
    const early = takeAll(rowsOf(400, (number) => number > 0 && number % 10 !== 0));
    expect(early).toMatchObject({ taken: 56, ending: { failed: 50, last: 56 } });
  });

  it('accepts one failure in three by default, and ends the stage at the configured share', () => {
    const rows = rowsOf(1000, (number) => number % 3 === 0);
    expect(takeAll(rows).ending).toBeUndefined();
    const share = { settings: { maxErrorRate: 0.29 } };
    expect(takeAll(rows, share).ending).toMatchObject({ failed: 29, maxErrorRate: 0.29 });
    const below = rowsOf(1000, (number) => number % 4 === 0);
    expect(takeAll(below, share).ending).toBeUndefined();
  });

  it('ends the stage at the first failure with a limit of 0, and never with 1', () => {
    const rows = rowsOf(300, (number) => number > 2);
    expect(takeAll(rows, { settings: { maxErrorRate: 0 } }).taken).toBe(4);
    expect(takeAll(rows, { settings: { maxErrorRate: 1 } }).ending).toBeUndefined();
  });

  it('counts the warm-up, and records that no measured request ended', () => {
    const rows = rowsOf(9, () => true).map((row) => ({ ...row, purpose: 'warm-up' as const }));
    expect(takeAll(rows).ending).toMatchObject({ requests: 8, isInWarmup: true });
  });

  it('ignores requests that the run canceled and provoked refusals', () => {
    const rows = rowsOf(200, () => true).map((row) => ({ ...row, outcome: 'cancelled' as const }));
    expect(takeAll(rows).ending).toBeUndefined();
    const provoked = rowsOf(200, () => true).map((row) => ({
      ...row,
      outcome: 'refused' as const,
    }));
    expect(takeAll(provoked).ending).toBeUndefined();
  });

  it('quotes the most frequent failure', () => {
    const rows = rowsOf(200, (number) => number % 2 === 0).map((row, number) =>
      number % 8 === 0 ? failed(row.endNs / 1e6, 'timeout') : row,
    );
    expect(takeAll(rows).ending).toMatchObject({
      errorKind: 'http-5xx',
      failed: 50,
      errorCount: 37,
    });
  });

  it('ends nothing after the end of the load', () => {
    const limits = new StageLimits({}, { hasSucceeded: true, hasLoadEnded: () => true });
    for (const row of rowsOf(50, () => true)) limits.take(row);
    expect(limits.ending).toBeUndefined();
  });
});

describe('an outage in a stage', () => {
  /** One lost request every 100 ms, starting at 1 s. */
  const lost = (count: number): PhaseRequest[] =>
    Array.from({ length: count }, (_, index) => refused(1000 + 100 * index));

  it('does not count as errors, and ends the stage after 30 s by default', () => {
    expect(takeAll([rowAt(900), ...lost(400)])).toEqual({
      taken: 302,
      ending: {
        kind: 'outage',
        afterMs: 30_101,
        requests: 302,
        outageMs: 30_000,
        maxOutageMs: 30_000,
        failed: 301,
        errorKind: 'refused',
        errorMessage: 'It was refused.',
      },
    });
  });

  it('that ends earlier is not counted, and the next one starts at zero', () => {
    const twice = [rowAt(900), ...lost(299), rowAt(31_000), refused(31_100), refused(60_000)];
    expect(takeAll(twice).ending).toBeUndefined();
  });

  it('ends the stage after the configured time', () => {
    const settings = { maxOutageMs: 500 };
    expect(takeAll([rowAt(900), ...lost(400)], { settings })).toMatchObject({
      taken: 7,
      ending: { kind: 'outage', outageMs: 500 },
    });
  });

  it('is detected behind a proxy that resets every connection', () => {
    const rows = lost(50).map(({ endNs }) => failed(endNs / 1e6, 'reset'));
    const settings = { maxOutageMs: 1000 };
    expect(takeAll([rowAt(900), ...rows], { settings })).toMatchObject({
      ending: { kind: 'outage', errorKind: 'reset' },
    });
  });

  it('needs a success before it: a server that does not listen for 10 s fails', () => {
    const { ending } = takeAll(lost(400), { hasSucceeded: false });
    expect(ending).toMatchObject({ kind: 'errors', errorKind: 'refused' });
  });

  it('that turns out to be separate failures counts as errors', () => {
    // Single resets: two in three requests fail, and every third succeeds right after.
    const rows = Array.from({ length: 300 }, (_, number) =>
      number % 3 === 2 ? rowAt(10 * number) : failed(10 * number, 'reset'),
    );
    expect(takeAll(rows).ending).toMatchObject({ kind: 'errors', errorKind: 'reset' });
  });
});
