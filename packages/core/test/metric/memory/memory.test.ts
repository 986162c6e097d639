import { describe, expect, test } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { anonymousMemory } from '../../../src/metric/memory/anonymous-memory.ts';
import { retainedMemory } from '../../../src/metric/memory/retained-memory.ts';
import { memoryUsage } from '../../../src/metric/memory/memory-usage.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe('memoryUsage', () => {
  test('averages over time: a value counts as long as it held', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 900, rssBytes: 100 * MIB, everyMs: 300 })
      .memory({ fromMs: 900, toMs: 1000, rssBytes: 200 * MIB })
      .build(1000);
    expect(measure(memoryUsage, phase)).toMatchObject({ avg: 110 * MIB, max: 200 * MIB });
  });

  test("takes the sampler's own peak when its row was dropped", () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 100 * MIB })
      .account(100, { rssBytes: 700 * MIB, atMs: 50 })
      .build(100);
    expect(measure(memoryUsage, phase)).toMatchObject({ max: 700 * MIB, p99: 100 * MIB });
  });

  test('leaves a peak of another phase to that phase', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 100 * MIB })
      .account(100, { rssBytes: 700 * MIB, atMs: -50 })
      .build(100);
    expect(measure(memoryUsage, phase).max).toBe(100 * MIB);
  });

  test('sums concurrent processes, but not successive ones', () => {
    const together = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 100 * MIB, pid: 1 })
      .memory({ fromMs: 0, toMs: 50, rssBytes: 30 * MIB, pid: 2 })
      .build(100);
    expect(measure(memoryUsage, together)).toMatchObject({ max: 130 * MIB, min: 100 * MIB });
    const oneAfterTheOther = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 50, rssBytes: 100 * MIB, pid: 1 })
      .memory({ fromMs: 50, toMs: 100, rssBytes: 30 * MIB, pid: 2 })
      .build(100);
    expect(measure(memoryUsage, oneAfterTheOther)).toMatchObject({ max: 100 * MIB, min: 30 * MIB });
  });

  test('is unmeasured without samples', () => {
    const measured = measure(memoryUsage, new PhaseBuilder('p').build(100));
    expect(measured.max).toBeNaN();
    expect(measured.reason).toContain('no memory sample');
  });
});

describe('anonymousMemory', () => {
  test('is neither file nor shared, with a note that it excludes swap', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 100 * MIB, sharedBytes: 30 * MIB })
      .build(100);
    const measured = measure(anonymousMemory, phase);
    expect(measured.max).toBe(70 * MIB);
    expect(measured.note).toContain('swap');
  });

  test('excludes samples without shared memory, and is unmeasured without any other', () => {
    const some = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 50, rssBytes: 100 * MIB, sharedBytes: NaN })
      .memory({ fromMs: 50, toMs: 100, rssBytes: 100 * MIB, sharedBytes: 30 * MIB })
      .build(100);
    expect(measure(anonymousMemory, some)).toMatchObject({ count: 50, max: 70 * MIB });
    const none = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 50, rssBytes: 100 * MIB, sharedBytes: NaN })
      .build(100);
    expect(measure(anonymousMemory, none).max).toBeNaN();
  });
});

describe('retainedMemory', () => {
  const released = (): PhaseBuilder =>
    new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 60 * MIB })
      .memory({ fromMs: 100, toMs: 200, rssBytes: 300 * MIB })
      .memory({ fromMs: 200, toMs: 300, rssBytes: (ms) => (ms === 210 ? 900 : 75) * MIB });

  test('is the median after release less the median before the load', () => {
    const phase = released().window('idle', 0, 99).window('cooldown', 200, 300).build(300);
    expect(measure(retainedMemory, phase)).toMatchObject({ count: 1, avg: 15 * MIB });
  });

  test('is unmeasured without both windows', () => {
    const phase = released().window('idle', 0, 99).build(300);
    expect(measure(retainedMemory, phase)).toMatchObject({ count: 0 });
  });
});
