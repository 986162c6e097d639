import { describe, expect, it } from 'vitest';
import { REPORTED_TIMINGS } from '../../../src/metric/reported/reported-timings.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import type { ReportedTimings } from '../../../src/stream/rows/reported-timings.ts';
import { parseCriterion } from '../../../src/verdict/criterion.ts';
import { judgeCriterion } from '../../../src/verdict/judge.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** A closed loop of requests that each had their first token 50 ms after they were sent. */
function loadOf(
  ...reported: readonly (Partial<ReportedTimings & Pick<RequestRow, 'outputTokens'>> | 'failed')[]
): PhaseStreams {
  const builder = new PhaseBuilder('load');
  for (const [index, timings] of reported.entries()) {
    const sentMs = 1000 * index;
    const answered =
      timings === 'failed' ? {} : { ...timings, chunksMs: [sentMs + 50, sentMs + 90] };
    builder.request({ purpose: 'load', stage: 'closed', sentMs, endMs: sentMs + 90, ...answered });
  }
  const endMs = 1000 * reported.length;
  return builder.stage('closed', 0, endMs).build(endMs);
}

function measured(name: string, phase: PhaseStreams): Measurement {
  return measure(metricNamed(name), phase);
}

const MS = 1e6;

describe('times that the server reports', () => {
  it.each([
    ['reportedQueueTime', 'serverQueueNs'],
    ['reportedLoadTime', 'serverLoadNs'],
    ['reportedPrefillTime', 'serverPrefillNs'],
    ['reportedDecodeTime', 'serverDecodeNs'],
    ['gatewayOverhead', 'gatewayOverheadNs'],
  ])('%s are in milliseconds, one for each request', (name, column) => {
    const phase = loadOf({ [column]: 10 * MS }, { [column]: 30 * MS });
    expect(measured(name, phase)).toMatchObject({ count: 2, avg: 20, min: 10, max: 30 });
    expect(measured(name, phase).note).toBeUndefined();
  });

  it('come with how many requests report them where not all do', () => {
    const { count, note } = measured('reportedPrefillTime', loadOf({ serverPrefillNs: MS }, {}));
    expect(count).toBe(1);
    expect(note).toBe('1 of 2 responses report it');
  });

  it('are not those of requests that failed, so that no criterion passes over them', () => {
    const phase = loadOf({ serverPrefillNs: MS }, 'failed');
    const prefill = measured('reportedPrefillTime', phase);
    expect(prefill).toMatchObject({ count: 1, leftOut: { requests: 1 } });
    expect(
      judgeCriterion(parseCriterion('maxReportedPrefillTime'), 1e9, { measurement: prefill }),
    ).toMatchObject({
      status: 'fail',
      reason: 'failed-requests',
    });
  });
});

describe('rates that the server reports', () => {
  it('are tokens per second of each request', () => {
    const phase = loadOf(
      { serverPrefillTokens: 60, serverPrefillNs: 20 * MS },
      { serverPrefillTokens: 10, serverPrefillNs: 10 * MS },
    );
    expect(measured('reportedPrefillRate', phase)).toMatchObject({ min: 1000, max: 3000 });
    const decoded = loadOf({ serverDecodeTokens: 5, serverDecodeNs: 10 * MS });
    expect(measured('reportedDecodeRate', decoded).avg).toBe(500);
  });

  it('are absent where no token or no time was counted', () => {
    const phase = loadOf(
      { serverDecodeTokens: 0, serverDecodeNs: 10 * MS },
      { serverDecodeTokens: 5, serverDecodeNs: 0 },
      { serverDecodeTokens: 5 },
    );
    expect(measured('reportedDecodeRate', phase)).toMatchObject({ count: 0 });
  });

  it('have no prefill rate from a server that reports a time and no tokens read', () => {
    const phase = loadOf({ serverPrefillNs: 10 * MS, serverDecodeNs: MS, serverDecodeTokens: 5 });
    expect(measured('reportedPrefillRate', phase).reason).toMatch(/reports no such timing/u);
  });
});

describe('time outside prefill', () => {
  it('is TTFT less loading and prefill', () => {
    const phase = loadOf(
      { serverPrefillNs: 20 * MS },
      { serverPrefillNs: 20 * MS, serverLoadNs: 5 * MS },
    );
    expect(measured('timeOutsidePrefill', phase)).toMatchObject({ min: 25, max: 30 });
  });

  it('is below 0, and not cut to it, where the server counts more than the client waited', () => {
    const phase = loadOf({ serverPrefillNs: 60 * MS });
    expect(measured('timeOutsidePrefill', phase).avg).toBe(-10);
  });

  it('needs a prefill that the server reports', () => {
    expect(measured('timeOutsidePrefill', loadOf({ serverLoadNs: MS })).avg).toBeNaN();
  });
});

describe('draft acceptance', () => {
  it('is that of all tokens together, and not of requests', () => {
    const phase = loadOf(
      { draftTokens: 10, acceptedDraftTokens: 10 },
      { draftTokens: 90, acceptedDraftTokens: 0 },
    );
    expect(measured('draftAcceptance', phase)).toMatchObject({ count: 1, avg: 0.1 });
  });

  it('is not measured at 0 drafts', () => {
    const { avg, reason } = measured(
      'draftAcceptance',
      loadOf({ draftTokens: 0, acceptedDraftTokens: 0 }),
    );
    expect(avg).toBeNaN();
    expect(reason).toMatch(/no response reports draft tokens/u);
  });

  it('leaves out counts that cannot be true', () => {
    const phase = loadOf(
      { draftTokens: 10, acceptedDraftTokens: 11 },
      { draftTokens: 4, acceptedDraftTokens: 3 },
    );
    expect(measured('draftAcceptance', phase).avg).toBe(0.75);
  });
});

describe('draft acceptance length', () => {
  it('is output tokens by step, over all requests together', () => {
    const phase = loadOf(
      { outputTokens: 30, draftTokens: 40, acceptedDraftTokens: 20 },
      { outputTokens: 10, draftTokens: 40, acceptedDraftTokens: 0 },
      { outputTokens: 99 },
    );
    expect(measured('draftAcceptanceLength', phase)).toMatchObject({ count: 1, avg: 2 });
  });

  it('is not measured without drafts, or with more accepted than returned', () => {
    const phase = loadOf({ outputTokens: 4, draftTokens: 9, acceptedDraftTokens: 5 });
    expect(measured('draftAcceptanceLength', phase).avg).toBeNaN();
    expect(measured('draftAcceptanceLength', loadOf({})).reason).toMatch(
      /speculative decoding is/u,
    );
  });
});

describe('a server that reports nothing', () => {
  it('gives no metric of them a row', () => {
    const phase = loadOf({}, {});
    for (const metric of REPORTED_TIMINGS) {
      const measurement = measure(metric, phase);
      expect(measurement.avg, metric.name).toBeNaN();
      expect(metric.isShownWhen?.(measurement), metric.name).toBe(false);
    }
  });

  it('gives them one reason, that of a phase without requests where it has none', () => {
    const reasonOf = (phase: PhaseStreams): (string | undefined)[] => [
      ...new Set(
        REPORTED_TIMINGS.filter(({ name }) => !name.startsWith('draftAcceptance')).map(
          (metric) => measure(metric, phase).reason,
        ),
      ),
    ];
    expect(reasonOf(loadOf({}))).toHaveLength(1);
    expect(reasonOf(loadOf('failed'))).toEqual(['none of 1 requests succeeded']);
  });
});
