import { describe, expect, test } from 'vitest';
import { describeEnding, explainEnding } from '../../../src/stream/stage/describe-ending.ts';
import { ENDINGS } from './endings.ts';

describe('the end of a stage that ended itself', () => {
  test('is described by when and why', () => {
    expect(describeEnding(ENDINGS.errors)).toBe(
      'ended early after 2.13 s and 80 requests: 50 of the last 74 failed (maxErrorRate 50%)',
    );
    expect(describeEnding(ENDINGS.alike)).toBe(
      'ended early after 320 ms and 8 requests: the first 8 all failed',
    );
    expect(describeEnding(ENDINGS.outage)).toBe(
      'ended early after 42.3 s and 1,204 requests: server unreachable for 30.1 s (maxOutage 30 s)',
    );
    expect(describeEnding(ENDINGS.saturated)).toBe(
      'ended early after 12.3 s and 267 requests: over-saturated',
    );
  });

  test('is explained with the failure, quoted once, or with the rise', () => {
    expect(explainEnding('closed', ENDINGS.alike)).toBe(
      'Stage closed ended early after 320 ms and 8 requests: the first 8 all failed in its warm-up, ' +
        'before any measured request ended. http-4xx × 8: The server returned 400: "too long".',
    );
    expect(explainEnding('open', ENDINGS.outage)).toMatch(
      /\. First of 301 failures: the server refused the connection\.$/,
    );
    expect(explainEnding('open', ENDINGS.saturated)).toMatch(
      /\. Requests in flight rose from 97 to 368 and TTFT from 1\.75 s to 5\.70 s in the last 7\.54 s\.$/,
    );
  });

  test('quotes 120 characters of a message at most', () => {
    const long = { ...ENDINGS.errors, errorMessage: 'x'.repeat(1000) };
    expect(explainEnding('closed', long).split('http-5xx × 48: ')[1]).toBe(`${'x'.repeat(119)}…`);
  });
});
