import { expect, test } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { switchMemoryOverlap } from '../../../src/metric/switching/switch-memory-overlap.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** A is 100 MiB until 1,000 ms, both are 260 MiB until 1,200 ms, B is 180 MiB after. */
function loadFirst(): PhaseBuilder {
  return new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: 1000, rssBytes: 100 * MIB })
    .memory({ fromMs: 1000, toMs: 1200, rssBytes: 260 * MIB })
    .memory({ fromMs: 1200, toMs: 2000, rssBytes: 180 * MIB })
    .modelSwitch('a', 'b', 1000, 1199.5);
}

test('is what a switch needs beyond the larger of both models', () => {
  expect(measure(switchMemoryOverlap, loadFirst().build(2000))).toMatchObject({
    count: 1,
    max: 80 * MIB,
  });
});

test('reads 250 ms before and after, and nothing earlier', () => {
  const phase = new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: 700, rssBytes: 900 * MIB })
    .memory({ fromMs: 700, toMs: 1000, rssBytes: 100 * MIB })
    .memory({ fromMs: 1000, toMs: 1100, rssBytes: 150 * MIB })
    .memory({ fromMs: 1100, toMs: 1400, rssBytes: 120 * MIB })
    .memory({ fromMs: 1400, toMs: 2000, rssBytes: 900 * MIB })
    .modelSwitch('a', 'b', 1000, 1099.5);
  expect(measure(switchMemoryOverlap, phase.build(2000)).max).toBe(30 * MIB);
});

test('a switch right after another takes the samples next to it', () => {
  const phase = loadFirst()
    .memory({ fromMs: 2000, toMs: 2100, rssBytes: 280 * MIB })
    .memory({ fromMs: 2100, toMs: 2500, rssBytes: 100 * MIB })
    .modelSwitch('b', 'a', 2000, 2099.2)
    .modelSwitch('a', 'b', 2099.5, 2099.8);
  expect(measure(switchMemoryOverlap, phase.build(2500))).toMatchObject({
    count: 2,
    max: 100 * MIB,
  });
});

test('is unmeasured without a completed switch, and without samples around it', () => {
  const open = new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: 100, rssBytes: MIB })
    .event(50, (place) => ({ kind: 'switch-began', ...place, from: 'a', to: 'b' }));
  expect(measure(switchMemoryOverlap, open.build(100)).reason).toContain('no model switch');
  const blind = new PhaseBuilder('p').modelSwitch('a', 'b', 10, 20).build(100);
  expect(measure(switchMemoryOverlap, blind).reason).toContain('has samples');
});

test('a sampler that was late at the start of a switch does not make it look smaller than what it left', () => {
  const phase = new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: 1000, rssBytes: 300 * MIB })
    .memory({ fromMs: 1020, toMs: 2000, rssBytes: 100 * MIB })
    .modelSwitch('a', 'b', 999.5, 1099.5);
  expect(measure(switchMemoryOverlap, phase.build(2000)).max).toBe(0);
});
