import { describe, expect, test } from 'vitest';
import { honestyLines } from '../../src/report/honesty.ts';
import type { RunEvent } from '../../src/stream/run-event.ts';
import { clientAccount, clientCalibration } from '../stream/client-values.ts';
import { PhaseBuilder, type EventPlace } from '../stream/phase-builder.ts';
import { concluded } from './concluded.ts';

function linesOf(phase: PhaseBuilder, metrics: string[] = []): string {
  const built = phase.build(10_000);
  const asked = { name: built.name, duration: 1, metrics, successCriteria: {} };
  const [result] = concluded([built], { phases: [asked] }).results.phases;
  if (result === undefined) throw new Error('no phase');
  return honestyLines(result).join('\n');
}

function lines(make: (place: EventPlace) => RunEvent): string {
  return linesOf(new PhaseBuilder('load').event(1, make));
}

describe('the client in the honesty section', () => {
  test('has the error of its stamps, what they were held against, and the budget', () => {
    const said = lines((place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: clientCalibration,
    }));
    expect(said).toContain(
      'stamps by a native thread were off by 40.0 µs p50, 200 µs p99 for first tokens and 20.0 µs p50, 150 µs p99 for gaps',
    );
    expect(said).toContain('64 requests of 8 tokens every 5.00 ms, 4 at once');
    expect(said).toContain("the server's own delays included");
    expect(said).toContain('budget 10.0 ms for first tokens: 5 % of p95TimeToFirstToken');
    expect(said).not.toContain('repeated');
  });

  test('tells both attempts where it was repeated', () => {
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
    expect(said).toContain('200 µs p99 for first tokens');
    expect(said).toContain('the first attempt had 30.0 ms and 40.0 ms p99');
  });

  test('says when it was not calibrated, and why', () => {
    const said = lines((place) => ({
      kind: 'client-not-calibrated',
      ...place,
      cause: 'switched-off',
      reason: 'switched off by phases.load.calibration',
    }));
    expect(said).toContain('Client not calibrated: switched off by phases.load.calibration');
  });

  test('names its clock, and the connections that were opened while it ran', () => {
    const said = lines((place) => ({
      kind: 'client-account',
      ...place,
      window: 'open-loop',
      account: { ...clientAccount, clock: 'undici-worker', connectionsOpenedDuring: 7 },
    }));
    expect(said).toContain('Client, open-loop: stamps by JavaScript in a worker thread');
    expect(said).toContain('connections opened before 4, while the clock ran 7; reads delayed 0');
  });
});

describe('a client whose server closes connections', () => {
  test('reports what that cost, and the limit that requests waited for', () => {
    const said = lines((place) => ({
      kind: 'client-account',
      ...place,
      window: 'open-loop',
      account: {
        ...clientAccount,
        connectionsOpenedDuring: 7,
        freshConnections: 5,
        resends: 2,
        limit: { cause: 'descriptors', requests: 30, longestWaitMs: 18_500, connections: 900 },
      },
    }));
    expect(said).toContain('while the clock ran 7 (5 because the server needs fresh ones)');
    expect(said).toContain('requests sent again on a fresh connection 2');
    expect(said).toContain(
      '30 requests waited for the limit on open files (ulimit -n), reached at 900 in flight, for up to 18.5 s',
    );
  });
});

describe('a client of many loads', () => {
  test('has one line for its checks, with the worst errors, and one for each kind of window', () => {
    const phase = new PhaseBuilder('load');
    for (const [index, concurrency] of [2, 8].entries()) {
      const firstTokenErrorMs = { p50: 0.1, p99: index === 0 ? 0.9 : 0.3 };
      phase
        .event(index, (place) => ({
          kind: 'client-calibrated',
          ...place,
          calibration: { ...clientCalibration, concurrency, firstTokenErrorMs, gapMs: 5 - index },
        }))
        .event(index, (place) => ({
          kind: 'client-account',
          ...place,
          window: 'sweep',
          account: { ...clientAccount, busyRatio: 0.01 * concurrency },
        }));
    }
    const said = linesOf(phase);
    expect(said.match(/Client calibrated/g)).toHaveLength(1);
    expect(said).toContain('off by 100 µs p50, 900 µs p99 for first tokens');
    expect(said).toContain(
      '128 requests of 8 tokens every 4.00 ms to 5.00 ms, 2, 8 at once, the worst of them',
    );
    expect(said.match(/Client, sweep/g)).toHaveLength(1);
    expect(said).toMatch(/Client, sweep, 2 loads: .* opened before 8, .* busy 8\.0 %/);
  });
});

describe('windows in the honesty section', () => {
  test('say what part was steady, and what it came to beside the whole', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 10_000);
    for (let sentMs = 0; sentMs < 10_000; sentMs += 50) {
      const endMs = sentMs + (sentMs < 2500 ? 48 : 20);
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: [endMs] });
    }
    const said = linesOf(phase, ['responseLatency', 'requestThroughput']);
    expect(said).toMatch(
      /closed-loop for 7\.\d+ s from 2\.\d+ s on \(7\d\.\d % of it, the longest of \d levels\)/,
    );
    expect(said).toMatch(
      /In the steady parts alone, of closed-loop: responseLatency \(avg\) 20\.\d ms and not 27\.\d ms/,
    );
  });

  test('say why there is no steady part', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 0, 100)
      .request({ purpose: 'load', stage: 'closed', sentMs: 0, chunksMs: [50] });
    expect(linesOf(phase)).toContain('closed-loop has no steady window, fewer than 48 requests');
  });
});
