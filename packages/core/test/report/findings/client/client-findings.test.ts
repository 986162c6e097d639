import { describe, expect, test } from 'vitest';

import { timingErrorLarge } from '../../../../src/report/findings/client/timing-error.ts';
import { lateConnections } from '../../../../src/report/findings/client/late-connections.ts';
import { threadTimestamps } from '../../../../src/report/findings/client/thread-timestamps.ts';
import { clientLimit } from '../../../../src/report/findings/client/client-limit.ts';
import { clientStarved } from '../../../../src/report/findings/client/client-starved.ts';
import { sendDelayLarge } from '../../../../src/report/findings/client/send-delay.ts';
import type { ClientUsage, ClientLimit } from '../../../../src/spec/quality/client-usage.ts';
import type { ClientCalibration } from '../../../../src/spec/quality/client-calibration.ts';
import { builtBaseline, builtLoad } from '../../../stream/built/built-phases.ts';
import { clientUsage, clientCalibration } from '../../../stream/built/client-values.ts';
import { PhaseBuilder, stampNs } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

const accounted = (
  phase: PhaseBuilder,
  stage: 'open' | 'sequential',
  account: Partial<ClientUsage>,
): PhaseBuilder =>
  phase.event(4800, (place) => ({
    kind: 'client-usage',
    ...place,
    stage,
    usage: { ...clientUsage, ...account },
  }));

describe('timing-error', () => {
  // The built load has 20 ms to the first token and 2 ms between tokens.
  const calibrated = (calibration: Partial<ClientCalibration>): PhaseBuilder =>
    builtLoad().event(900, (place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: { ...clientCalibration, ...calibration },
    }));
  const firstTokenErrorMs = { p50: 0.5, p99: 2.5 };

  test('reports errors that are a good part of the times measured', () => {
    expect(advice(timingErrorLarge, calibrated({ firstTokenErrorMs }))).toEqual([
      expect.stringMatching(
        /\(load, closed: timing error p99 2\.50 ms, TTFT p50 20\.0 ms; load, open: timing error/u,
      ),
    ]);
    expect(advice(timingErrorLarge, calibrated({ gapErrorMs: { p50: 0.1, p99: 1.2 } }))).toEqual([
      expect.stringMatching(/timing error p99 1\.20 ms, ITL p50 2\.00 ms/u),
    ]);
  });

  test('reports nothing on small ones, on none, and where the verdict reports it', () => {
    expect(advice(timingErrorLarge, calibrated({}))).toEqual([]);
    const small = { gapErrorMs: { p50: 0.1, p99: 0.9 } };
    expect(advice(timingErrorLarge, calibrated(small))).toEqual([]);
    expect(advice(timingErrorLarge, builtLoad())).toEqual([]);
    const budget = { firstTokenMs: 2, gapMs: 2, reason: 'as configured' };
    expect(advice(timingErrorLarge, calibrated({ firstTokenErrorMs, budget }))).toEqual([]);
  });
});

describe('client-starved', () => {
  /** Fifty requests of 100 ms, read this late. */
  const read = (lateMs: number, errorMs = 0): PhaseBuilder => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 6000);
    for (let index = 0; index < 50; index += 1) {
      const sentMs = index * 100;
      phase.request({
        purpose: 'load',
        sentMs,
        chunksMs: [sentMs + 20, sentMs + 100],
        firstTokenAfterNs: stampNs(sentMs + 20),
        lastTokenAfterNs: stampNs(sentMs + 100),
        firstTokenErrorNs: errorMs * 1e6,
        largestErrorNs: errorMs * 1e6,
        lateChunks: 0,
        readLatenessNs: lateMs * 1e6,
      });
    }
    return phase;
  };

  test('reports a client that read late, although its times are right', () => {
    expect(advice(clientStarved, read(40))).toEqual([
      expect.stringMatching(
        /load, closed: .*\(reads late p99 40\.0 ms.*TTFT timing error p99 0 ms/u,
      ),
    ]);
    expect(severities(clientStarved, read(40))).toEqual(['warning']);
    expect(severities(clientStarved, read(5.1))).toEqual(['warning']);
  });

  test('reports nothing on a client that runs when it has to', () => {
    expect(advice(clientStarved, read(4))).toEqual([]);
    expect(advice(clientStarved, builtLoad())).toEqual([]);
  });

  test('leaves its timing error to the error of its own requests', () => {
    expect(advice(timingErrorLarge, read(40))).toEqual([]);
    expect(advice(timingErrorLarge, read(40, 3))).toEqual([
      expect.stringMatching(/timing error p99 3\.00 ms, TTFT p50 20\.0 ms/u),
    ]);
  });
});

/** A hundred requests, 10 ms apart, some of them sent late; each takes the given time. */
const lagging = (
  lagMs: number,
  of: { late?: number; serviceMs?: number; stage?: 'open' | 'sequential' } = {},
): PhaseBuilder => {
  const { late = 20, serviceMs = 100, stage = 'open' } = of;
  const purpose = stage === 'open' ? 'load' : stage;
  const phase = new PhaseBuilder('p').stage(stage, 0, 2000);
  for (let index = 0; index < 100; index += 1) {
    const scheduledMs = index * 10;
    const sentMs = scheduledMs + (index < late ? lagMs : 0);
    phase.request({ purpose, scheduledMs, sentMs, chunksMs: [sentMs + serviceMs] });
  }
  return phase;
};

const LIMIT: ClientLimit = {
  cause: 'maxConcurrency',
  requests: 40,
  longestWaitMs: 18_500,
  connections: 512,
};

describe('send-delay', () => {
  test('reports a client that was late by a share of the latency', () => {
    expect(advice(sendDelayLarge, lagging(20))[0]).toMatch(
      /send delay p99 20\.0 ms, late requests 20, latency p50 100 ms/u,
    );
  });

  test('names the CPU only where it was short', () => {
    const cpu = /give the client more CPU/u;
    expect(advice(sendDelayLarge, lagging(20))[0]).not.toMatch(cpu);
    expect(advice(sendDelayLarge, lagging(20))[0]).toContain('No CPU contention was measured');
    const busy = accounted(lagging(20), 'open', { busyRatio: 0.97 });
    expect(advice(sendDelayLarge, busy)[0]).toMatch(cpu);
    const pressed = lagging(20)
      .surveyed('pressure.cpuSomeNs', 0, 0)
      .surveyed('pressure.cpuSomeNs', 1999, 900e6);
    expect(advice(sendDelayLarge, pressed)[0]).toMatch(cpu);
  });

  test('is a note where it moves no percentile that the requests suffice for', () => {
    expect(severities(sendDelayLarge, lagging(20, { late: 3 }))).toEqual(['note']);
    expect(severities(sendDelayLarge, lagging(20, { late: 6 }))).toEqual(['warning']);
  });

  test('is a note where the late requests are not those that made a percentile', () => {
    const hidden = lagging(20, { late: 6 });
    for (let index = 0; index < 6; index += 1) {
      const sentMs = 1000 + index * 10;
      hidden.request({
        purpose: 'load',
        stage: 'open',
        scheduledMs: sentMs,
        sentMs,
        chunksMs: [sentMs + 300],
      });
    }
    expect(severities(sendDelayLarge, hidden)).toEqual(['note']);
  });

  test('speaks of connections only where there are some', () => {
    expect(advice(sendDelayLarge, lagging(20))[0]).toContain(
      'JavaScript work at the scheduled starts',
    );
    const connected = accounted(lagging(20), 'open', { busyRatio: 0.1 });
    expect(advice(sendDelayLarge, connected)[0]).toContain(
      'how fast the server accepts connections',
    );
  });

  test('leaves a delay to the limit of the client that caused it', () => {
    const limited = accounted(lagging(20), 'open', { limit: LIMIT });
    expect(advice(sendDelayLarge, limited)).toEqual([]);
  });

  test('reports nothing on a small delay, on one next to a long latency, on two requests, and in a sequential phase', () => {
    expect(advice(sendDelayLarge, lagging(4, { serviceMs: 10 }))).toEqual([]);
    expect(advice(sendDelayLarge, lagging(20, { serviceMs: 1000 }))).toEqual([]);
    expect(advice(sendDelayLarge, lagging(20, { late: 2 }))).toEqual([]);
    expect(advice(sendDelayLarge, lagging(8, { stage: 'sequential' }))).toEqual([]);
  });
});

describe('client-limit', () => {
  const limited = (limit: ClientLimit): PhaseBuilder => accounted(lagging(0), 'open', { limit });

  test('names the limit, the requests that waited and what raises it', () => {
    expect(advice(clientLimit, limited(LIMIT))[0]).toMatch(
      /The client reached its target\.maxConcurrency limit \(requests that waited 40, longest wait 18\.5 s, connections 512\).*Raise target\.maxConcurrency/u,
    );
    expect(advice(clientLimit, limited({ ...LIMIT, cause: 'descriptors' }))[0]).toMatch(
      /open files .*ulimit -n/u,
    );
  });

  test('counts the loads of a phase together', () => {
    const two = accounted(limited(LIMIT), 'open', { limit: LIMIT });
    expect(advice(clientLimit, two)).toEqual([expect.stringContaining('requests that waited 80')]);
  });

  test('reports nothing where no request waited', () => {
    expect(advice(clientLimit, limited(clientUsage.limit))).toEqual([]);
    expect(advice(clientLimit, builtBaseline())).toEqual([]);
  });
});

describe('thread-timestamps', () => {
  const stamped = (kernelReads: number, threadReads: number): PhaseBuilder =>
    accounted(lagging(0), 'open', {
      stamps: {
        kernelReads,
        threadReads,
        rejected: 0,
        clockSteps: 0,
        latenessP99Ms: Number.NaN,
        latenessMaxMs: Number.NaN,
      },
    });

  test('counts the reads that have the time of the thread', () => {
    expect(advice(threadTimestamps, stamped(0, 1234))[0]).toMatch(
      /timestamps of the client thread, not of the kernel \(reads by the thread 1,234, of all reads 100.0%\).*SO_TIMESTAMPING/u,
    );
    expect(advice(threadTimestamps, stamped(970, 30))[0]).toContain('of all reads 3.0%');
  });

  test('reports nothing on single reads, and where the kernel is not asked', () => {
    expect(advice(threadTimestamps, stamped(995, 5))).toEqual([]);
    expect(advice(threadTimestamps, lagging(0))).toEqual([]);
  });
});

describe('late-connections', () => {
  const opening = (connectionsOpenedDuring: number, freshConnections = 0): PhaseBuilder =>
    accounted(builtBaseline(), 'sequential', { connectionsOpenedDuring, freshConnections });

  test('is a note on handshakes in the latency, with how many the server caused', () => {
    expect(advice(lateConnections, opening(40, 38))[0]).toContain(
      'opened 40, requests 100, after the server closed one 38',
    );
    expect(severities(lateConnections, opening(40))).toEqual(['note']);
  });

  test('is a warning where a handshake is a part of TTFT that matters', () => {
    const phase = accounted(new PhaseBuilder('p').stage('sequential', 0, 5000), 'sequential', {
      connectionsOpenedDuring: 50,
    });
    for (let index = 0; index < 50; index += 1) {
      const sentMs = index * 100;
      phase.request({
        purpose: 'sequential',
        scheduledMs: sentMs,
        sentMs: sentMs + 5,
        chunksMs: [sentMs + 25],
        connectedNs: stampNs(sentMs + 5),
      });
    }
    expect(advice(lateConnections, phase)[0]).toContain('handshake p50 5.00 ms');
    expect(severities(lateConnections, phase)).toEqual(['warning']);
  });

  test('leaves out connections that replace those of requests canceled on purpose', () => {
    const cutting = (connectionsOpenedDuring: number): PhaseBuilder => {
      const phase = accounted(builtBaseline(), 'sequential', { connectionsOpenedDuring });
      for (let sentMs = 1000; sentMs < 1040; sentMs += 1) {
        const endMs = sentMs + 0.5;
        phase.request({
          purpose: 'sequential',
          sentMs,
          endMs,
          outcome: 'abandoned',
          errorKind: '',
        });
      }
      return phase;
    };
    expect(advice(lateConnections, cutting(40))).toEqual([]);
    expect(advice(lateConnections, cutting(80))[0]).toContain('opened 40, requests 100');
  });

  test('reports nothing on a few, and where no client of Loadcell was on a network', () => {
    expect(advice(lateConnections, opening(2))).toEqual([]);
    expect(advice(lateConnections, builtBaseline())).toEqual([]);
  });
});
