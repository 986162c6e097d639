import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

function measured(name: string, builder: PhaseBuilder, endMs = 1000): Measurement {
  return measure(metricNamed(name), builder.build(endMs));
}

const still = { fromMs: 0, toMs: 1000, rssBytes: 50 * MIB } as const;

describe('cpuUtilization', () => {
  it('is the CPU time gained / elapsed time, over all processes', () => {
    const tree = new PhaseBuilder('p')
      .memory({ ...still, pid: 1, cpuMs: (ms) => 70_000 + ms * 0.5 })
      .memory({ ...still, pid: 2, cpuMs: (ms) => ms });
    expect(measured('cpuUtilization', tree).avg).toBeCloseTo(1.5, 5);
  });

  it('shows a burst within its 100 ms', () => {
    const burst = new PhaseBuilder('p').memory({
      ...still,
      cpuMs: (ms) => Math.min(100, Math.max(0, ms - 500)),
    });
    const { max, min, avg } = measured('cpuUtilization', burst);
    expect([max, min]).toEqual([expect.closeTo(1, 5), 0]);
    expect(avg).toBeLessThan(0.15);
  });

  it('counts children too short-lived to be sampled, where the survey has their sum', () => {
    const shell = new PhaseBuilder('p')
      .memory({ ...still, cpuMs: () => 5 })
      .surveyed('tree.cpuNs', 0, 0)
      .surveyed('tree.cpuNs', 500, 450e6)
      .surveyed('tree.cpuNs', 1000, 900e6);
    expect(measured('cpuUtilization', shell).avg).toBeCloseTo(0.9, 5);
  });

  it('covers the whole time however short it is', () => {
    const short = new PhaseBuilder('p')
      .memory(still)
      .surveyed('tree.cpuNs', 0, 0)
      .surveyed('tree.cpuNs', 30, 15e6);
    expect(measured('cpuUtilization', short).avg).toBeCloseTo(0.5, 5);
  });

  it('does not count CPU time before a process was seen', () => {
    const late = new PhaseBuilder('p')
      .memory({ ...still, pid: 1, cpuMs: () => 5 })
      .memory({ ...still, fromMs: 500, pid: 2, cpuMs: () => 9e6 });
    expect(measured('cpuUtilization', late).max).toBe(0);
  });

  it('is unmeasured, with the reason, where no clock was read', () => {
    const { count, reason } = measured('cpuUtilization', new PhaseBuilder('p').memory(still));
    expect([count, reason]).toEqual([0, 'fewer than two CPU readings of the target']);
  });
});

describe('heapUsed', () => {
  it('comes from the samples of a process that reports it', () => {
    const own = new PhaseBuilder('p').memory({ ...still, heapUsedBytes: 7 * MIB });
    expect(measured('heapUsed', own)).toMatchObject({ max: 7 * MIB, avg: 7 * MIB });
  });

  it('comes from the reports of an engine process', () => {
    const reporting = new PhaseBuilder('p')
      .memory(still)
      .surveyed('v8.heapUsedBytes', 0, 4 * MIB)
      .surveyed('v8.heapUsedBytes', 750, 8 * MIB);
    expect(measured('heapUsed', reporting)).toMatchObject({ max: 8 * MIB, avg: 5 * MIB });
  });

  it('is unmeasured for a target without one', () => {
    expect(measured('heapUsed', new PhaseBuilder('p').memory(still)).reason).toContain('V8 heap');
  });
});

describe('anonymousMemory', () => {
  it('adds huge pages as last read by the survey to RSS', () => {
    const huge = new PhaseBuilder('p')
      .memory(still)
      .surveyed('tree.hugetlbBytes', 0, 0)
      .surveyed('tree.hugetlbBytes', 500, 20 * MIB);
    expect(measured('memoryUsage', huge)).toMatchObject({ min: 50 * MIB, max: 70 * MIB });
  });

  it('has a note where a sum over processes counts shared pages several times', () => {
    const tree = (secondMib: number) =>
      new PhaseBuilder('p')
        .memory({ ...still, pid: 1 })
        .memory({ ...still, pid: 2 })
        .surveyed('edge.pssBytes', 0, 30 * MIB, 1)
        // Read around a stage, too.
        .surveyed('edge.pssBytes', 700, 35 * MIB, 1)
        .surveyed('edge.pssBytes', 700, 15 * MIB, 2)
        .surveyed('edge.pssBytes', 1000, 40 * MIB, 1)
        .surveyed('edge.pssBytes', 1000, secondMib * MIB, 2);
    expect(measured('memoryUsage', tree(20)).note).toBe(
      'counts shared pages in each of 2 processes; PSS at the end 60.0 MiB',
    );
    expect(measured('memoryUsage', tree(60)).note).toBeUndefined();
  });

  it('does not carry the memory of a process over to the next one of its pid', () => {
    const reused = new PhaseBuilder('p')
      .memory({ ...still, pid: 1 })
      .memory({ pid: 2, fromMs: 0, toMs: 200, rssBytes: 100 * MIB })
      .memory({ pid: 2, fromMs: 800, toMs: 1000, rssBytes: 30 * MIB })
      .event(1000, (place) => ({
        kind: 'pid-reused',
        ...place,
        pid: 2,
        startTicks: 9,
        foundAtNs: place.atNs - 200e6,
      }));
    const { avg, min } = measured('memoryUsage', reused);
    expect(min).toBe(50 * MIB);
    expect((avg ?? Number.NaN) / MIB).toBeCloseTo(50 + 0.2 * 100 + 0.2 * 30, 0);
  });

  it('adds swap as last read by the survey', () => {
    const swapping = new PhaseBuilder('p')
      .memory({ ...still, sharedBytes: 10 * MIB })
      .surveyed('processMemory.swapBytes', 0, 0)
      .surveyed('processMemory.swapBytes', 500, 20 * MIB);
    const { max, min, note } = measured('anonymousMemory', swapping);
    expect([max, min, note]).toEqual([60 * MIB, 40 * MIB, undefined]);
  });

  it('has a note when swap was not read', () => {
    const { max, note } = measured('anonymousMemory', new PhaseBuilder('p').memory(still));
    expect([max, note]).toEqual([40 * MIB, 'excludes swap, which was not read']);
  });
});

describe('metrics of a GPU', () => {
  const busy = () =>
    new PhaseBuilder('load')
      .memory(still)
      .surveyed('gpu.usedBytes', 0, 900 * MIB, 0)
      .surveyed('gpu.powerWatts', 0, 100, 0)
      .surveyed('gpu.powerWatts', 750, 300, 0)
      .surveyed('gpuClocks.energyJoules', 100, 5000, 0)
      .surveyed('gpuClocks.energyJoules', 900, 5080, 0)
      .stage('closed', 50, 950)
      .request({ purpose: 'load', stage: 'closed', sentMs: 100, chunksMs: [200, 300, 400, 500] });

  it('weigh power by time', () => {
    expect(measured('gpuPower', busy())).toMatchObject({ unit: 'watts', avg: 150, max: 300 });
  });

  it('take energy from its counter, over the tokens of the service windows', () => {
    expect(measured('energyPerToken', busy()).avg).toBe(20);
  });

  it('have no energy with one reading in a window, since the counter may have changed', () => {
    const once = new PhaseBuilder('load')
      .memory(still)
      .surveyed('gpuClocks.energyJoules', 0, 4000, 0)
      .surveyed('gpuClocks.energyJoules', 500, 5000, 0)
      .stage('closed', 50, 950)
      .request({ purpose: 'load', stage: 'closed', sentMs: 100, chunksMs: [200, 300, 400, 500] });
    const { avg, reason } = measured('energyPerToken', once);
    expect(avg).toBeNaN();
    expect(reason).toContain('two readings');
  });

  it('count the tokens between the readings of the counters and no others', () => {
    const later = new PhaseBuilder('load')
      .memory(still)
      .surveyed('gpuClocks.energyJoules', 250, 5000, 0)
      .surveyed('gpuClocks.energyJoules', 350, 100, 0, 1)
      .surveyed('gpuClocks.energyJoules', 450, 5020, 0)
      .surveyed('gpuClocks.energyJoules', 450, 110, 0, 1)
      .stage('closed', 50, 950)
      .request({ purpose: 'load', stage: 'closed', sentMs: 100, chunksMs: [200, 300, 400, 500] });
    // From 350 to 450 ms: half of 20 J, and 10 J of the other device, for the one token at 400.
    expect(measured('energyPerToken', later).avg).toBeCloseTo(20, 9);
  });
});
