import { expect, test } from 'vitest';
import { contextPreservation } from '../../../src/metric/switching/context-preservation.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

test('is the agreement across a switch / the agreement of the control', () => {
  const phase = new PhaseBuilder('p')
    .compared('switch', 12, 24)
    .compared('switch', 6, 24)
    .compared('control', 24, 24)
    .compared('control', 12, 24);
  expect(measure(contextPreservation, phase.build(1)).avg).toBe(0.375 / 0.75);
});

test('is at most one, also when the control did worse', () => {
  const phase = new PhaseBuilder('p').compared('switch', 24, 24).compared('control', 12, 24);
  expect(measure(contextPreservation, phase.build(1)).avg).toBe(1);
});

test('is unmeasured without a control, without a switch, and when decoding is not deterministic', () => {
  const reasonOf = (phase: PhaseBuilder): string | undefined =>
    measure(contextPreservation, phase.build(1)).reason;
  expect(reasonOf(new PhaseBuilder('p').compared('switch', 24, 24))).toContain('no control');
  expect(reasonOf(new PhaseBuilder('p').compared('control', 24, 24))).toContain('no continuation');
  expect(
    reasonOf(new PhaseBuilder('p').compared('switch', 3, 24).compared('control', 0, 24)),
  ).toContain('decoding is not deterministic');
});
