import { describe, expect, test } from 'vitest';
import { errorsPresent } from '../../../src/report/rules/errors-present.ts';
import { memoryGrew } from '../../../src/report/rules/memory-grew.ts';
import { memoryResidueLarge } from '../../../src/report/rules/memory-residue.ts';
import { nearMemoryLimit } from '../../../src/report/rules/near-memory-limit.ts';
import { phaseSkipped } from '../../../src/report/rules/phase-skipped.ts';
import { samplerFellBehind } from '../../../src/report/rules/sampler-fell-behind.ts';
import { sendLagLarge } from '../../../src/report/rules/send-lag.ts';
import { slowSwitch } from '../../../src/report/rules/slow-switch.ts';
import { tooFewSamples } from '../../../src/report/rules/too-few-samples.ts';
import { describeRecommendation } from '../../../src/report/recommendation.ts';
import type { RunToConclude } from '../../../src/report/conclude-run.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built-phases.ts';
import { MIB, PhaseBuilder } from '../../stream/phase-builder.ts';
import { concluded } from '../concluded.ts';
import { advice } from './advice.ts';

test('a run that went well gets no advice but what its over-long prompt showed', () => {
  const phases = [
    builtBaseline().build(5900),
    builtCrossModel().build(3700),
    builtLoad().build(5500),
  ];
  const criteria = { maxMemoryUsage: 2 ** 30, errorRate: 0 };
  const { report, recommendations } = concluded(phases, { criteria });
  expect(new Set(recommendations.map(({ rule }) => rule))).toEqual(new Set(['context-truncated']));
  expect(report.recommendations).toEqual(recommendations.map(describeRecommendation));
});

describe('near-memory-limit', () => {
  // The peak of the built baseline is 240 MiB.
  const limit = (maxMemory: number): Partial<RunToConclude> => ({
    config: { outputDir: 'x', verbose: false, maxMemory },
  });

  test('speaks of a peak close below the limit of the run, or of a criterion', () => {
    expect(advice(nearMemoryLimit, builtBaseline(), limit(260 * MIB))[0]).toMatch(
      /peak 240\.0 MiB, limit 260\.0 MiB, share 92\.3 %/u,
    );
    const criteria = { maxMemoryUsage: 250 * MIB };
    expect(advice(nearMemoryLimit, builtBaseline(), { criteria })).toHaveLength(1);
  });

  test('is silent far below, above, and without a limit', () => {
    expect(advice(nearMemoryLimit, builtBaseline(), limit(400 * MIB))).toEqual([]);
    expect(advice(nearMemoryLimit, builtBaseline(), limit(200 * MIB))).toEqual([]);
    expect(advice(nearMemoryLimit, builtBaseline())).toEqual([]);
  });
});

describe('memory-grew', () => {
  const growing = (bytesPerRequest: number): PhaseBuilder => {
    const phase = new PhaseBuilder('p')
      .memory({
        fromMs: 0,
        toMs: 1000,
        rssBytes: (ms) =>
          100 * MIB + Math.floor(ms / 10) * bytesPerRequest + ((ms * 7919) % 13) * 4096,
      })
      .window('sequential', 0, 1000);
    for (let sentMs = 0; sentMs < 990; sentMs += 10) {
      phase.request({ purpose: 'sequential', sentMs, chunksMs: [sentMs + 8] });
    }
    return phase;
  };

  test('speaks when the whole interval lies above zero', () => {
    expect(advice(memoryGrew, growing(65_536), {}, 1000)[0]).toMatch(
      /^p: Memory grew .*per request \S+ KiB, 95 % interval/u,
    );
  });

  test('is silent when zero lies in the interval, and when memory shrank', () => {
    expect(advice(memoryGrew, growing(0), {}, 1000)).toEqual([]);
    expect(advice(memoryGrew, growing(-65_536), {}, 1000)).toEqual([]);
  });
});

describe('memory-residue', () => {
  const leaving = (bytes: number): PhaseBuilder =>
    new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 60 * MIB })
      .memory({ fromMs: 100, toMs: 200, rssBytes: 260 * MIB })
      .memory({ fromMs: 200, toMs: 300, rssBytes: 60 * MIB + bytes })
      .window('idle', 0, 99)
      .window('settle', 200, 300);

  test('speaks of what stayed when it is much', () => {
    expect(advice(memoryResidueLarge, leaving(50 * MIB), {}, 300)[0]).toMatch(
      /stayed 50\.0 MiB, of what the phase needed 25\.0 %/u,
    );
  });

  test('is silent when little stayed, in bytes or in share', () => {
    expect(advice(memoryResidueLarge, leaving(8 * MIB), {}, 300)).toEqual([]);
    expect(advice(memoryResidueLarge, leaving(18 * MIB), {}, 300)).toEqual([]);
  });
});

describe('slow-switch', () => {
  const switching = (switchMs: number, loadMs: number): PhaseBuilder =>
    new PhaseBuilder('p')
      .request({ purpose: 'model-load', sentMs: 0, chunksMs: [loadMs] })
      .modelSwitch('a', 'b', 50_000, 50_000 + switchMs);

  test('speaks of a switch that takes over twice the slowest load', () => {
    expect(advice(slowSwitch, switching(900, 300), {}, 90_000)[0]).toContain(
      'slowest load 300 ms, times that 3)',
    );
  });

  test('speaks of a switch that takes longer than people wait', () => {
    expect(advice(slowSwitch, switching(15_000, 14_000), {}, 90_000)[0]).toContain('15.0 s');
  });

  test('is silent otherwise', () => {
    expect(advice(slowSwitch, switching(500, 300), {}, 90_000)).toEqual([]);
    expect(advice(slowSwitch, new PhaseBuilder('p'), {}, 90_000)).toEqual([]);
  });
});

describe('too-few-samples', () => {
  test('speaks of the criterion that wanted more, and how many more', () => {
    expect(advice(tooFewSamples, builtBaseline(), { criteria: { p99ResponseTime: 1 } })[0]).toMatch(
      /p99ResponseTime rests on .*values 100, p99 needs 200/u,
    );
  });

  test('is silent when there are enough, met or missed', () => {
    expect(advice(tooFewSamples, builtBaseline(), { criteria: { p95ResponseTime: 1 } })).toEqual(
      [],
    );
  });
});

describe('sampler-fell-behind', () => {
  const peak = { rssBytes: 1, atMs: 1 };
  const account = (of: { missedTicks?: number; lateTicks?: number; droppedSamples?: number }) =>
    advice(samplerFellBehind, new PhaseBuilder('p').account(9, peak, of), {}, 9);

  test('speaks of missed ticks, of lateness and of dropped samples', () => {
    expect(account({ missedTicks: 500 })[0]).toContain('ticks missed 9.1 %');
    expect(account({ lateTicks: 1000 })[0]).toContain('late 20.0 %');
    expect(account({ droppedSamples: 7 })[0]).toContain('dropped 7');
  });

  test('is silent on a few, and where nothing was sampled', () => {
    expect(account({ missedTicks: 20, lateTicks: 100 })).toEqual([]);
    expect(advice(samplerFellBehind, new PhaseBuilder('p'), {}, 9)).toEqual([]);
  });
});

describe('send-lag', () => {
  const lagging = (lagMs: number, serviceMs: number): PhaseBuilder =>
    new PhaseBuilder('p').request({
      purpose: 'open-loop',
      intendedMs: 0,
      sentMs: lagMs,
      chunksMs: [lagMs + serviceMs],
    });

  test('speaks of a client that was late by a share of the response', () => {
    expect(advice(sendLagLarge, lagging(20, 100), {}, 200)[0]).toContain('late by p99 20.0 ms');
  });

  test('is silent on a lag that is small, or small beside the response', () => {
    expect(advice(sendLagLarge, lagging(4, 10), {}, 200)).toEqual([]);
    expect(advice(sendLagLarge, lagging(20, 1000), {}, 2000)).toEqual([]);
  });
});

describe('errors-present', () => {
  test('speaks of failed requests by kind', () => {
    const phase = builtBaseline()
      .request({ purpose: 'sequential', sentMs: 900, endMs: 901 })
      .request({ purpose: 'sequential', sentMs: 900, endMs: 901 });
    expect(advice(errorsPresent, phase)[0]).toContain(
      'Requests failed (refused 2, the first with "connection refused")',
    );
  });

  test('sends nobody to the host for what the client ran short of', () => {
    const short = {
      purpose: 'sequential',
      sentMs: 900,
      endMs: 901,
      errorKind: 'too-many-files',
    } as const;
    const alone = builtBaseline().request(short);
    const among = builtBaseline()
      .request(short)
      .request({ ...short, errorKind: 'refused' });
    expect(advice(errorsPresent, alone)[0]).toContain('raise it (ulimit -n)');
    expect(advice(errorsPresent, alone)[0]).not.toContain("Read the host's log");
    expect(advice(errorsPresent, among)[0]).toMatch(/raise it \(ulimit -n\).*Read the host's log/u);
  });

  test('is silent when none failed, or the run itself cancelled them', () => {
    const cancelled = { purpose: 'sequential', sentMs: 900, outcome: 'cancelled' } as const;
    expect(advice(errorsPresent, builtBaseline().request(cancelled))).toEqual([]);
  });
});

describe('phase-skipped', () => {
  test('speaks of a phase that could not run, and why', () => {
    const { report } = concluded(
      [builtBaseline().build(5900)],
      {},
      { skipped: [{ phase: 'cross-model', reason: 'there is one model only' }] },
    );
    expect(report.recommendations?.at(-1)).toBe(
      'cross-model: The phase was skipped: there is one model only.',
    );
  });

  test('is silent when all ran', () => {
    expect(advice(phaseSkipped, builtBaseline())).toEqual([]);
  });
});
