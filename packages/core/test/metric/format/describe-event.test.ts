import { expect, test } from 'vitest';
import { describeEvent } from '../../../src/metric/format/describe-event.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

test('distinguishes a death from an expected end, with the exit', () => {
  const exit = { kind: 'target-exited', pid: 7 } as const;
  const { events } = new PhaseBuilder('p')
    .event(1, (place) => ({
      ...exit,
      ...place,
      expected: false,
      exitCode: null,
      signal: 'SIGKILL',
    }))
    .event(2, (place) => ({ ...exit, ...place, expected: true, exitCode: 0, signal: null }))
    .build(9);
  expect(events.map(describeEvent)).toEqual([
    'target 7 was killed by SIGKILL, unexpectedly',
    'target 7 exited with code 0',
  ]);
});

test('names the stages of a phase', () => {
  const { events } = new PhaseBuilder('p').stage('sweep/16', 1, 5).build(9);
  expect(events.map(describeEvent)).toEqual(['stage sweep/16 began', 'stage sweep/16 ended']);
});

test('has no text for bookkeeping events', () => {
  const { events } = new PhaseBuilder('p').compared('control', 1, 1).build(9);
  expect(events.map(describeEvent)).toEqual([undefined]);
});
