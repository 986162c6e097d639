import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';
import type { ClientPath, ReadStamps } from '../../../src/spec/quality/client-usage.ts';
import { NO_BUDGET, clientUsage, clientCalibration } from '../../stream/built/client-values.ts';
import { PhaseBuilder, type EventPlace } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const READ_STAMPS: ReadStamps = {
  kernelReads: 300,
  threadReads: 100,
  rejected: 0,
  clockSteps: 0,
  latenessP99Ms: 0.25,
  latenessMaxMs: 3.5,
};

const PATH: ClientPath = {
  leastRoundTripMs: 20.1,
  roundTripP50Ms: 20.4,
  roundTripP99Ms: 31,
  retransmits: 0,
  outOfOrder: 0,
};

/** The data quality lines of report.json for a phase and its stages. */
function linesOf(phase: PhaseBuilder, metrics: string[] = []): string {
  const built = phase.build(10_000);
  const asked = { name: built.name, duration: 1, metrics, successCriteria: {} };
  const { report } = concluded([built], { phases: [asked] });
  return (report.phases[0]?.dataQuality ?? []).join('\n');
}

function lines(make: (place: EventPlace) => RunEvent): string {
  return linesOf(new PhaseBuilder('load').stage('open', 0, 100).event(1, make));
}

describe('the client in the data quality section', () => {
  test('has its timing error, the mock server, and the budget', () => {
    const said = lines((place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: clientCalibration,
    }));
    expect(said).toContain(
      'Client calibration (local mock server, native thread): timing error p50 40.0 µs, p99 200 µs for TTFT and p50 20.0 µs, p99 150 µs for ITL',
    );
    expect(said).toContain('64 requests of 8 tokens every 5.00 ms, concurrency 4');
    expect(said).toContain('delays of the mock server included');
    expect(said).toContain('budget 10.0 ms for TTFT: 5% of p95TimeToFirstToken');
    expect(said).not.toContain('repeated');
  });

  test('has both attempts where it was repeated', () => {
    const { firstTokenErrorMs, gapErrorMs } = clientCalibration;
    const bad = { firstTokenErrorMs: { p50: 3, p99: 30 }, gapErrorMs: { p50: 1, p99: 40 } };
    const said = lines((place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: {
        ...clientCalibration,
        attempts: [bad, { firstTokenErrorMs, gapErrorMs }],
      },
    }));
    expect(said).toContain('p99 200 µs for TTFT');
    expect(said).toContain('the first attempt had p99 30.0 ms and 40.0 ms');
  });

  test('reports that it was not calibrated, with the reason', () => {
    const said = lines((place) => ({
      kind: 'client-not-calibrated',
      ...place,
      cause: 'switched-off',
      reason: 'switched off by phases.load.calibration',
      budget: NO_BUDGET,
    }));
    expect(said).toContain('Client not calibrated: switched off by phases.load.calibration');
  });

  test('names its clock, and the connections opened during the stage', () => {
    const said = lines((place) => ({
      kind: 'client-usage',
      ...place,
      stage: 'open',
      usage: { ...clientUsage, clock: 'undici-worker', connectionsOpenedDuring: 7 },
    }));
    expect(said).toContain('open: Client: timestamps: JavaScript worker thread');
    expect(said).toContain('connections opened: 4 before, 7 during; reads delayed 0');
  });

  test('reports for how many reads the kernel gave the time, and how late the thread was', () => {
    const usedBy = (stamps: Partial<ReadStamps>): string =>
      lines((place) => ({
        kind: 'client-usage',
        ...place,
        stage: 'open',
        usage: { ...clientUsage, stamps: { ...READ_STAMPS, ...stamps } },
      }));
    expect(usedBy({})).toContain(
      'native thread (arrival by the kernel for 75.0% of reads, time of the thread for 100 reads, thread late by p99 250 µs, max 3.50 ms);',
    );
    expect(usedBy({ clockSteps: 2 })).toContain('max 3.50 ms, wall clock stepped 2×);');
    expect(
      usedBy({ kernelReads: 0, latenessP99Ms: Number.NaN, latenessMaxMs: Number.NaN }),
    ).toContain(
      'native thread (arrival by the kernel for 0.0% of reads, time of the thread for 100 reads);',
    );
  });

  test('reports the round trips to a far server and what the path lost, and neither on loopback', () => {
    const usedBy = (path: Partial<ClientPath>): string =>
      lines((place) => ({
        kind: 'client-usage',
        ...place,
        stage: 'open',
        usage: { ...clientUsage, path: { ...PATH, ...path } },
      }));
    expect(usedBy({})).toContain('; round trip: least 20.1 ms, p50 20.4 ms, p99 31.0 ms; reads');
    expect(usedBy({ retransmits: 3, outOfOrder: 2 })).toContain(
      'p99 31.0 ms, segments sent again 3, received out of order 2; reads',
    );
    expect(usedBy({ leastRoundTripMs: 0.02 })).not.toContain('round trip');
    expect(usedBy({ leastRoundTripMs: 0.02, retransmits: 1 })).toContain('segments sent again 1');
  });
});

describe('a client whose server closes connections', () => {
  test('reports what that cost, and the limit that requests waited for', () => {
    const said = lines((place) => ({
      kind: 'client-usage',
      ...place,
      stage: 'open',
      usage: {
        ...clientUsage,
        connectionsOpenedDuring: 7,
        freshConnections: 5,
        resends: 2,
        limit: { cause: 'descriptors', requests: 30, longestWaitMs: 18_500, connections: 900 },
      },
    }));
    expect(said).toContain('7 during (5 because the server needs fresh ones)');
    expect(said).toContain('requests resent on a fresh connection 2');
    expect(said).toContain(
      '30 requests waited for the limit on open files (ulimit -n), reached at 900 in flight, for up to 18.5 s',
    );
  });
});

describe('a client of many loads', () => {
  test('has one line for its checks, with the worst errors, and one for each sweep', () => {
    const phase = new PhaseBuilder('load');
    for (const [index, concurrency] of [2, 8].entries()) {
      const firstTokenErrorMs = { p50: 0.1, p99: index === 0 ? 0.9 : 0.3 };
      phase
        .stage(`sweep/${concurrency}`, index * 1000, index * 1000 + 900)
        .event(index, (place) => ({
          kind: 'client-calibrated',
          ...place,
          calibration: { ...clientCalibration, concurrency, firstTokenErrorMs, gapMs: 5 - index },
        }))
        .event(index, (place) => ({
          kind: 'client-usage',
          ...place,
          stage: `sweep/${concurrency}`,
          usage: { ...clientUsage, busyRatio: 0.01 * concurrency },
        }));
    }
    const said = linesOf(phase);
    expect(said.match(/Client calibration/g)).toHaveLength(1);
    expect(said).toContain('timing error p50 100 µs, p99 900 µs for TTFT');
    expect(said).toContain(
      '128 requests of 8 tokens every 4.00 ms to 5.00 ms, concurrency 2, 8, worst of 2 calibrations',
    );
    expect(said.match(/sweep, 2 levels/g)).toHaveLength(1);
    expect(said).toMatch(/sweep, 2 levels: Client: .* opened: 8 before, .* thread 8\.0% busy/);
  });
});

describe('windows in the data quality section', () => {
  test('have warm-up, sending and drain, the part in steady state and its figures', () => {
    const phase = new PhaseBuilder('load').stage('closed', 500, 10_000, { warmupRequests: 2 });
    phase.request({ purpose: 'warm-up', sentMs: 100, chunksMs: [450] });
    phase.request({ purpose: 'warm-up', sentMs: 300, chunksMs: [650] });
    for (let sentMs = 500; sentMs < 10_000; sentMs += 50) {
      const endMs = sentMs + (sentMs < 2500 ? 48 : 20);
      phase.request({ purpose: 'load', sentMs, chunksMs: [endMs] });
    }
    phase.request({ purpose: 'load', sentMs: 9990, chunksMs: [10_040] });
    const said = linesOf(phase, ['responseLatency', 'requestThroughput']);
    expect(said).toMatch(
      /closed: Window: 9\.50 s; warm-up 2 requests in 400 ms; sending 9\.49 s; drain 1 request in 40\.0 ms; steady state for 7\.\d+ s from [12]\.\d+ s on \(\d\d\.\d% of the window, the longest of \d segments\)\./,
    );
    expect(said).toMatch(/In steady state: end-to-end latency avg 20\.\d ms instead of 2\d\.\d ms/);
  });

  test('report why there is no steady state', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 0, 100)
      .request({ purpose: 'load', sentMs: 0, chunksMs: [50] });
    expect(linesOf(phase)).toMatch(
      /Window: 100 ms; no warm-up; sending 0 ms; no drain; steady state unknown \(needs at least 48 requests.*\)\./,
    );
  });

  test('report a stage that was cut off, and one in parts', () => {
    const cut = new PhaseBuilder('load').stage('closed', 0);
    cut.request({ purpose: 'load', sentMs: 0, chunksMs: [50] });
    expect(linesOf(cut)).toContain('closed: Window: 10.0 s (cut off);');
    const parted = new PhaseBuilder('cross-model');
    for (const fromMs of [0, 1000]) {
      parted
        .stage('sequential', fromMs, fromMs + 200)
        .request({ purpose: 'sequential', sentMs: fromMs, chunksMs: [fromMs + 50] });
    }
    expect(linesOf(parted)).toContain('sequential: Window: 400 ms in 2 parts;');
  });
});
