import { describe, expect, it } from 'vitest';
import type { PhaseRequest } from '../../../src/phase/phase-journal.ts';
import {
  FailsAlikeError,
  FirstFailures,
  IN_SEQUENCE,
} from '../../../src/phase/watch/first-failures.ts';
import { rowAt } from './rows.ts';

/** Gives rows to a watch. @returns how many it took until the phase ended, and the message */
function takeAll(rows: readonly PhaseRequest[]): {
  readonly taken: number;
  readonly message: string;
} {
  const watch = new FirstFailures(IN_SEQUENCE);
  for (const [taken, row] of rows.entries()) {
    if (!watch.take(row)) continue;
    const { message } = new FailsAlikeError(watch.failures.length, row);
    return { taken: taken + 1, message };
  }
  return { taken: rows.length, message: '' };
}

const failed = (errorKind: string, errorMessage = `It was ${errorKind}.`): PhaseRequest =>
  rowAt(10, { errorKind, errorMessage, purpose: 'sequential' });

const many = (row: PhaseRequest): PhaseRequest[] => Array.from({ length: 50 }, () => row);

describe('a phase', () => {
  it('ends after its first three requests failed alike, with the message of the server', () => {
    const rows = many(failed('http-5xx', 'The server returned 500: "out of memory. Sorry".'));
    expect(takeAll(rows)).toEqual({
      taken: 3,
      message:
        'the first 3 requests all failed (http-5xx): The server returned 500: "out of memory. Sorry". ' +
        'Read the server log.',
    });
  });

  it('repeats the advice of the failure', () => {
    const said =
      'The server returned 401: "who?". No key was sent; set LOADCELL_API_KEY to a valid key.';
    expect(takeAll(many(failed('http-4xx', said))).message).toBe(
      `the first 3 requests all failed (http-4xx): ${said}`,
    );
  });

  it('gives advice by kind for a failure without any', () => {
    const rows = many(failed('closed-early', 'the server closed the connection'));
    expect(takeAll(rows).message).toMatch(/connection\. Read .*port and the scheme in --url\.$/);
  });

  it('treats messages that differ only in identifiers as alike', () => {
    const rows = [
      failed('http-5xx', 'The server returned 500: "request 8f3a-11 failed after 12 ms".'),
      failed('http-5xx', 'The server returned 500: "request 77e0-12 failed after 9 ms".'),
      failed('http-5xx', 'The server returned 500: "request 1bcd-13 failed after 31 ms".'),
      rowAt(20),
    ];
    expect(takeAll(rows).taken).toBe(3);
  });

  it('continues for ten requests when statuses or messages differ', () => {
    const differing = Array.from({ length: 20 }, (_, index) =>
      failed('http-5xx', `The server returned ${500 + (index % 2)}: "no".`),
    );
    expect(takeAll(differing).taken).toBe(10);
  });

  it('ends after two timeouts', () => {
    expect(takeAll(many({ ...failed('timeout'), outcome: 'timeout' })).taken).toBe(2);
  });

  it('continues after any success', () => {
    expect(takeAll([rowAt(5), ...many(failed('http-5xx'))]).message).toBe('');
  });

  it('waits 10 s for a server that was reached before and then refuses connections', () => {
    const refusedAt = (endMs: number): PhaseRequest => rowAt(endMs, { errorKind: 'refused' });
    expect(takeAll([0, 50, 150, 1000, 5000, 9999].map(refusedAt)).message).toBe('');
    expect(takeAll([0, 50, 150, 10_001].map(refusedAt)).taken).toBe(4);
  });

  it('ignores requests that the client canceled and provoked refusals', () => {
    const rows = [
      failed('http-5xx'),
      failed('http-5xx'),
      { ...failed('http-4xx'), outcome: 'refused' as const },
      { ...failed('cancelled'), outcome: 'cancelled' as const },
      { ...failed(''), outcome: 'abandoned' as const },
      failed('http-5xx'),
    ];
    expect(takeAll(rows)).toMatchObject({
      taken: 6,
      message: expect.stringMatching(/^the first 3/),
    });
  });
});
