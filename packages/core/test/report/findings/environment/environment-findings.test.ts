import { describe, expect, test } from 'vitest';

import { coldPageCache } from '../../../../src/report/findings/environment/cold-page-cache.ts';
import { cpuPressure } from '../../../../src/report/findings/environment/cpu-pressure.ts';
import { gpuThrottled } from '../../../../src/report/findings/environment/gpu-throttled.ts';
import { sampledIdle } from '../../../../src/report/findings/environment/sampled-idle.ts';
import { samplerFellBehind } from '../../../../src/report/findings/environment/sampler-fell-behind.ts';
import type { SamplingQuality } from '../../../../src/spec/quality/sampling-quality.ts';
import { builtBaseline } from '../../../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';
import { surveyed } from '../surveyed.ts';

describe('gpu-throttled', () => {
  const reasons = (...values: number[]): PhaseBuilder =>
    surveyed('gpuClocks.throttleReasons', values);

  test('reports the reasons that the machine causes, by their share', () => {
    expect(advice(gpuThrottled, reasons(0, 0x24, 0x4, 0))[0]).toContain(
      'power cap 50.0%, software thermal slowdown 25.0%',
    );
  });

  test('is a note for a power cap, which every GPU at full load meets, and a warning for heat', () => {
    expect(severities(gpuThrottled, reasons(0x4, 0x4))).toEqual(['note']);
    expect(severities(gpuThrottled, reasons(0x4, 0x40))).toEqual(['warning']);
  });

  test('reports nothing when the GPU was idle, its clocks were set by the user, or there is none', () => {
    expect(advice(gpuThrottled, reasons(0x1, 0x2, 0x100, 0))).toEqual([]);
    expect(advice(gpuThrottled, builtBaseline())).toEqual([]);
  });
});

describe('cpu-pressure', () => {
  /** A second on two cores; the client used this much of a core, the target that much, the machine so much in all. */
  const busy = (of: { clientMs: number; targetMs: number; machineMs: number }): PhaseBuilder =>
    new PhaseBuilder('p')
      .stage('closed', 0, 1000, { clientCpuMs: of.clientMs })
      .memory({ fromMs: 0, toMs: 1001, rssBytes: MIB, cpuMs: (ms) => (ms * of.targetMs) / 1000 })
      .surveyed('pressure.cpuSomeNs', 0, 0)
      .surveyed('pressure.cpuSomeNs', 1000, 900e6)
      .surveyed('machineCpu.busyNs', 0, 0)
      .surveyed('machineCpu.busyNs', 1000, of.machineMs * 1e6)
      .surveyed('machineCpu.idleNs', 0, 0)
      .surveyed('machineCpu.idleNs', 1000, (2000 - of.machineMs) * 1e6);

  test('is a warning where other programs used the CPU, with how much', () => {
    const shared = busy({ clientMs: 100, targetMs: 900, machineMs: 2000 });
    expect(severities(cpuPressure, shared)).toEqual(['warning']);
    expect(advice(cpuPressure, shared)[0]).toMatch(
      /CPU pressure 90\.0%, used by other programs 50\.\d%/u,
    );
  });

  /** 50% of the machine under load were used by others; before it, in an idle window, so much of a core. */
  const loadedAfter = (machineMs: number): PhaseBuilder => {
    const phase = new PhaseBuilder('p').window('idle', 0, 999).memory({
      fromMs: 0,
      toMs: 2002,
      rssBytes: MIB,
      cpuMs: (ms) => Math.max(0, ms - 1000) * 0.9,
    });
    for (const [ms, busyMs, waitMs] of [
      [0, 0, 0],
      [999, machineMs, 0],
      [1001, machineMs, 0],
      [2000, machineMs + 2000, 900],
    ] as const) {
      phase
        .surveyed('machineCpu.busyNs', ms, busyMs * 1e6)
        .surveyed('machineCpu.idleNs', ms, (2 * ms - busyMs) * 1e6)
        .surveyed('pressure.cpuSomeNs', ms, waitMs * 1e6);
    }
    return phase.stage('closed', 1000, 2001, { clientCpuMs: 100 });
  };

  test('is a note where other programs ran under the load alone, as a server behind a gateway does', () => {
    expect(severities(cpuPressure, loadedAfter(20))).toEqual(['note']);
    expect(advice(cpuPressure, loadedAfter(20))[0]).toMatch(
      /used by other programs 50\.\d%, before the load 1\.\d%.*may belong to the server/u,
    );
  });

  test('is a warning where they ran before it, too', () => {
    expect(severities(cpuPressure, loadedAfter(900))).toEqual(['warning']);
    expect(advice(cpuPressure, loadedAfter(900))[0]).not.toContain('before the load');
  });

  test('is a note where the server and the client used it up themselves', () => {
    const alone = busy({ clientMs: 150, targetMs: 1800, machineMs: 2000 });
    expect(severities(cpuPressure, alone)).toEqual(['note']);
    expect(advice(cpuPressure, alone)[0]).toContain('The server and the client used all cores');
  });

  test('is a note where its users are unknown', () => {
    const waiting = surveyed('pressure.cpuSomeNs', [0, 100e6, 400e6]);
    expect(advice(cpuPressure, waiting)[0]).toContain('CPU pressure 40.0%');
    expect(severities(cpuPressure, waiting)).toEqual(['note']);
  });

  test('is a warning on time that the hypervisor gave to others', () => {
    const stolen = surveyed('machineCpu.stealNs', [0, 100e6])
      .surveyed('machineCpu.busyNs', 0, 0)
      .surveyed('machineCpu.busyNs', 100, 900e6);
    expect(advice(cpuPressure, stolen)[0]).toContain('CPU steal 10.0%');
    expect(severities(cpuPressure, stolen)).toEqual(['warning']);
  });

  test('reports nothing on little, on the pressure of a group, and on what was before', () => {
    expect(advice(cpuPressure, surveyed('pressure.cpuSomeNs', [0, 100e6]))).toEqual([]);
    expect(advice(cpuPressure, surveyed('pressure.cpuSomeNs', [0, 900e6], 1))).toEqual([]);
    const before = new PhaseBuilder('p').stage('sequential', 500, 1000);
    before.surveyed('pressure.cpuSomeNs', 0, 0).surveyed('pressure.cpuSomeNs', 400, 900e6);
    expect(advice(cpuPressure, before)).toEqual([]);
    expect(advice(cpuPressure, builtBaseline())).toEqual([]);
  });
});

describe('sampled-idle', () => {
  const served = (cpuMs: (ms: number) => number, requests = 50): PhaseBuilder => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 1000, rssBytes: MIB, cpuMs })
      .stage('sequential', 0, 1000);
    for (let index = 0; index < requests; index += 1) {
      phase.request({ purpose: 'sequential', sentMs: index * 20, chunksMs: [index * 20 + 15] });
    }
    return phase;
  };

  test('is a warning where the process did not run while requests were served', () => {
    expect(
      severities(
        sampledIdle,
        served(() => 7),
      ),
    ).toEqual(['warning']);
    expect(
      advice(
        sampledIdle,
        served(() => 7),
      )[0],
    ).toMatch(/CPU time 0 .s, successful requests 50\).*--pid/u);
  });

  test('reports nothing for a process that works, for few requests, and without CPU readings', () => {
    expect(
      advice(
        sampledIdle,
        served((ms) => ms / 50),
      ),
    ).toEqual([]);
    expect(
      advice(
        sampledIdle,
        served(() => 7, 10),
      ),
    ).toEqual([]);
    expect(advice(sampledIdle, builtBaseline())).toEqual([]);
  });
});

describe('cold-page-cache', () => {
  // The model of the built baseline has 140 MiB, and loads from 500 to 590 ms.
  const reading = (bytes: number, fromMs = 505): PhaseBuilder =>
    builtBaseline()
      .surveyed('processIo.storageReadBytes', fromMs, 0)
      .surveyed('processIo.storageReadBytes', fromMs + 80, bytes);

  test('reports a load whose weights came from storage', () => {
    expect(advice(coldPageCache, reading(139 * MIB))[0]).toMatch(
      /^baseline: The page cache was cold when small .*read 139\.0 MiB, model 140\.0 MiB/u,
    );
  });

  test('reports nothing when little was read, when it was read before, and when it is not known', () => {
    expect(advice(coldPageCache, reading(4 * MIB))).toEqual([]);
    expect(advice(coldPageCache, reading(139 * MIB, 100))).toEqual([]);
    expect(advice(coldPageCache, builtBaseline())).toEqual([]);
  });
});

describe('sampler-fell-behind', () => {
  const peak = { rssBytes: 1, atMs: 1 };
  const phaseOf = (of: Partial<SamplingQuality>) => new PhaseBuilder('p').account(9, peak, of);
  const account = (of: Partial<SamplingQuality>) => advice(samplerFellBehind, phaseOf(of), {}, 9);
  const slowed: Partial<SamplingQuality> = {
    achievedHz: 700,
    lowestHz: 26,
    rateReductions: 2,
    budget: { share: 0.1, neededShare: 0.28, costPerTickUs: 210, slowedRatio: 0.3 },
  };

  test('reports missed ticks, lateness and dropped samples', () => {
    expect(account({ missedTicks: 500 })[0]).toMatch(/short of CPU \(ticks missed 9\.1%/u);
    expect(account({ lateTicks: 1000 })[0]).toContain('late 20.0%');
    expect(account({ droppedSamples: 7 })[0]).toContain('dropped 7');
  });

  test('names the CPU budget that lowered the rate, the cost per read, and the cost of the rate', () => {
    expect(account(slowed)).toEqual([
      expect.stringMatching(
        /^p: The sampler's CPU budget lowered its rate to 26 Hz \(cost per read 210 µs, budget 10\.0%, time below the requested rate 30\.0%, rate 700 of 1,000 Hz\)\. Raise sampling\.cpuBudget to 0\.28 .*28\.0% of one core/u,
      ),
    ]);
    expect(account(slowed)[0]).not.toContain('short of CPU');
    const costly = {
      ...slowed,
      budget: { share: 0.1, neededShare: 1.4, costPerTickUs: 1050, slowedRatio: 1 },
    };
    expect(account(costly)[0]).toMatch(/Lower sampling\.hz.*140\.0% of one core/u);
  });

  test('is a note until less than half of the requested rate is left', () => {
    expect(severities(samplerFellBehind, phaseOf(slowed))).toEqual(['note']);
    expect(severities(samplerFellBehind, phaseOf({ ...slowed, achievedHz: 300 }))).toEqual([
      'warning',
    ]);
    expect(severities(samplerFellBehind, phaseOf({ missedTicks: 500 }))).toEqual(['note']);
    expect(severities(samplerFellBehind, phaseOf({ missedTicks: 9000 }))).toEqual(['warning']);
  });

  test('reports nothing on a few, on a rate that was kept, and where nothing was sampled', () => {
    expect(account({ missedTicks: 20, lateTicks: 100 })).toEqual([]);
    const kept = { share: 0.1, neededShare: 0, costPerTickUs: 0, slowedRatio: 0 };
    expect(account({ budget: kept })).toEqual([]);
    expect(advice(samplerFellBehind, new PhaseBuilder('p'), {}, 9)).toEqual([]);
  });
});
