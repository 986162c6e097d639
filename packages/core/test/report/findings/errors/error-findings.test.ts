import { describe, expect, test } from 'vitest';

import { cutOverlapping } from '../../../../src/report/findings/errors/cut-when-overlapping.ts';
import { errorsPresent } from '../../../../src/report/findings/errors/errors-present.ts';
import { outage } from '../../../../src/report/findings/errors/outage.ts';
import { rateLimited } from '../../../../src/report/findings/errors/rate-limited.ts';
import { resends } from '../../../../src/report/findings/errors/resends.ts';
import { builtBaseline } from '../../../stream/built/built-phases.ts';
import {
  stampNs,
  type BuiltRequest,
  type PhaseBuilder,
} from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

const failed = (errorKind: string, errorMessage: string): BuiltRequest => ({
  purpose: 'sequential',
  sentMs: 900,
  endMs: 901,
  outcome: 'error',
  errorKind,
  errorMessage,
});

describe('errors-present', () => {
  test('is critical, with each kind, its count and its first message', () => {
    const phase = builtBaseline()
      .request(failed('refused', 'connection refused'))
      .request(failed('http-5xx', 'HTTP 500: "Internal Server Error"'))
      .request(failed('http-5xx', 'HTTP 500: "another"'));
    expect(severities(errorsPresent, phase)).toEqual(['critical']);
    expect(advice(errorsPresent, phase)[0]).toContain(
      'Requests failed (http-5xx × 2: HTTP 500: "Internal Server Error", refused × 1: "connection refused"). Check the server log.',
    );
  });

  test('is a warning where all were in the warm-up, and counts those in the warm-up where some were', () => {
    const inWarmup = (phase: PhaseBuilder): PhaseBuilder =>
      phase.request({ ...failed('http-5xx', 'HTTP 500'), purpose: 'warm-up' });
    const alone = inWarmup(builtBaseline());
    expect(severities(errorsPresent, alone)).toEqual(['warning']);
    expect(advice(errorsPresent, alone)[0]).toContain(
      'Warm-up requests failed (http-5xx × 1: "HTTP 500"). Check the server log. These requests are not measured.',
    );
    const among = inWarmup(builtBaseline()).request(failed('http-5xx', 'HTTP 500'));
    expect(severities(errorsPresent, among)).toEqual(['critical']);
    expect(advice(errorsPresent, among)[0]).toContain(
      'Requests failed (http-5xx × 2 (1 in warm-up): "HTTP 500").',
    );
  });

  test('quotes no more than 120 characters', () => {
    const phase = builtBaseline().request(failed('http-4xx', 'x'.repeat(500)));
    expect(advice(errorsPresent, phase)[0]).toMatch(/"x{119}…"/u);
  });

  test('does not point at the server for what the client ran short of', () => {
    const short = failed('too-many-files', 'too many open files');
    const alone = builtBaseline().request(short);
    const among = builtBaseline().request(short).request(failed('refused', 'connection refused'));
    expect(advice(errorsPresent, alone)[0]).toContain('raise it with ulimit -n');
    expect(advice(errorsPresent, alone)[0]).not.toContain('Check the server log');
    expect(advice(errorsPresent, among)[0]).toMatch(/ulimit -n.*Check the server log/u);
    const portless = builtBaseline().request(failed('no-ports', 'no ephemeral port is free'));
    expect(advice(errorsPresent, portless)[0]).toMatch(
      /ip_local_port_range, pass more addresses with --source-address/u,
    );
    expect(advice(errorsPresent, portless)[0]).not.toContain('Check the server log');
  });

  test('reports nothing when none failed, or the run itself canceled them', () => {
    const cancelled = { purpose: 'sequential', sentMs: 900, outcome: 'cancelled' } as const;
    expect(advice(errorsPresent, builtBaseline().request(cancelled))).toEqual([]);
  });
});

describe('rate-limited', () => {
  const limited = (): PhaseBuilder =>
    builtBaseline().request(failed('http-429', 'HTTP 429: "Rate limit reached"'));

  test('is a separate finding, not a failed request', () => {
    expect(severities(rateLimited, limited())).toEqual(['warning']);
    expect(advice(rateLimited, limited())[0]).toContain(
      'limited the request rate: HTTP 429: "Rate limit reached" (rejected 1, share of requests 1.0%',
    );
    expect(advice(errorsPresent, limited())).toEqual([]);
  });

  test('reports nothing for a server that is down', () => {
    expect(advice(rateLimited, builtBaseline().request(failed('http-5xx', 'HTTP 503')))).toEqual(
      [],
    );
  });
});

describe('outage', () => {
  const unreachable = (endedNs: number): PhaseBuilder =>
    builtBaseline().event(3000, (place) => ({
      kind: 'outage',
      ...place,
      beganNs: stampNs(2500),
      endedNs,
      requests: 12,
      cause: 'refused',
      message: 'connection refused',
    }));

  test('is critical, as a time, with the requests that it lost', () => {
    expect(severities(outage, unreachable(stampNs(3000)))).toEqual(['critical']);
    expect(advice(outage, unreachable(stampNs(3000)))[0]).toContain(
      'unreachable for 500 ms: "connection refused" (from 2.50 s, requests lost (refused) 12)',
    );
  });

  test('reports one that lasts to the end', () => {
    expect(advice(outage, unreachable(Number.NaN))[0]).toContain(
      'unreachable from 2.50 s to the end',
    );
    expect(advice(outage, builtBaseline())).toEqual([]);
  });
});

describe('cut-when-overlapping', () => {
  const served = (isCut: boolean): PhaseBuilder => {
    const phase = builtBaseline();
    for (let index = 0; index < 12; index += 1) {
      const sentMs = 5000 + index * 10;
      const cut = { outcome: 'error', errorKind: 'closed-early', errorMessage: 'closed' } as const;
      phase.request({
        purpose: 'load',
        stage: 'closed',
        sentMs,
        chunksMs: [sentMs + 5],
        endMs: sentMs + 15,
        ...(isCut && index < 11 ? cut : {}),
      });
    }
    return phase;
  };

  test('is critical, and names the concurrency that the server serves', () => {
    expect(severities(cutOverlapping, served(true))).toEqual(['critical']);
    expect(advice(cutOverlapping, served(true))[0]).toMatch(
      /one request at a time.*cut 11 of 1\d that overlapped, alone 0 of \d+.*--concurrency 1/u,
    );
  });

  test('reports nothing where overlapping requests were served', () => {
    expect(advice(cutOverlapping, served(false))).toEqual([]);
  });
});

describe('resends', () => {
  test('is a note with the number of resent requests', () => {
    const phase = builtBaseline().request({
      purpose: 'sequential',
      sentMs: 900,
      chunksMs: [920],
      resends: 1,
    });
    expect(severities(resends, phase)).toEqual(['note']);
    expect(advice(resends, phase)[0]).toContain('resent 1, of 101');
  });

  test('reports nothing where none was', () => {
    expect(advice(resends, builtBaseline())).toEqual([]);
  });
});
