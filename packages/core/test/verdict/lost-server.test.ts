import { expect, test } from 'vitest';
import { SERVER_LOST } from '../../src/stream/rows/lost-server.ts';
import { TargetError } from '../../src/target/errors.ts';
import { phaseFailures } from '../../src/verdict/phase-failures.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** Ten requests that were answered, then some that failed, one each 10 ms. */
function answeredThen(...errorKinds: readonly string[]): PhaseBuilder {
  const phase = new PhaseBuilder('load');
  for (let index = 0; index < 10; index += 1) {
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs: index * 10,
      chunksMs: [index * 10 + 5],
    });
  }
  for (const [index, errorKind] of errorKinds.entries()) {
    const sentMs = 100 + index * 10;
    const errorMessage = `It was ${errorKind}.`;
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      endMs: sentMs + 1,
      errorKind,
      errorMessage,
    });
  }
  return phase;
}

const failuresOf = (phase: PhaseBuilder) => phaseFailures(phase.build(5000), []);

test('a server that is unreachable from some time on has died then', () => {
  const [failure, ...others] = failuresOf(answeredThen('reset', 'refused', 'refused'));
  expect(others).toEqual([]);
  expect(failure?.kind).toBe('target-died');
  expect(failure?.error.message).toMatch(
    /gone 101 ms into the phase \(\d{4}-\d\d-\d\dT[\d:.]+Z\): all 3 requests from then on failed \(first error: It was reset\)\./u,
  );
});

test('the advice follows a message of a server, with or without a period', () => {
  const phase = new PhaseBuilder('load');
  phase.request({ purpose: 'load', stage: 'closed', sentMs: 0, chunksMs: [5] });
  for (const sentMs of [10, 20, 30]) {
    const failed = { errorKind: 'refused', errorMessage: 'it refused' };
    phase.request({ purpose: 'load', stage: 'closed', sentMs, endMs: sentMs + 1, ...failed });
  }
  expect(failuresOf(phase)[0]?.error.message).toContain(
    '(first error: it refused). Check the server log',
  );
});

test('it has not where it responded again, or was reachable and refused otherwise', () => {
  const back = answeredThen('refused', 'refused', 'refused').request({
    purpose: 'load',
    stage: 'closed',
    sentMs: 200,
    chunksMs: [210],
  });
  expect(failuresOf(back)).toEqual([]);
  expect(failuresOf(answeredThen('refused', 'refused', 'http-5xx'))).toEqual([]);
  expect(failuresOf(answeredThen('reset', 'reset', 'reset'))).toEqual([]);
  expect(failuresOf(answeredThen('refused', 'refused'))).toEqual([]);
});

test.each(['cancelled', 'abandoned'] as const)(
  'requests with outcome %s say nothing of it',
  (outcome) => {
    const phase = answeredThen('refused', 'refused', 'refused').request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 150,
      endMs: 151,
      outcome,
    });
    expect(failuresOf(phase).map(({ kind }) => kind)).toEqual(['target-died']);
  },
);

test('a known death is reported once', () => {
  const phase = answeredThen('refused', 'refused', 'refused').event(101, (place) => ({
    kind: 'target-exited',
    ...place,
    pid: 42,
    expected: false,
    exitCode: null,
    signal: null,
  }));
  expect(failuresOf(phase).map(({ kind }) => kind)).toEqual(['target-died']);
  expect(failuresOf(phase)[0]?.error.message).toContain('process 42');
});

test('a phase that ended because of it reports the loss once, with its time', () => {
  const ended = new TargetError('The server was gone before stage open.', { code: SERVER_LOST });
  const phase = answeredThen('refused', 'refused', 'refused').build(5000);
  const [failure, ...others] = phaseFailures(phase, [ended]);
  expect(others).toEqual([]);
  expect(failure?.kind).toBe('target-died');
  expect(failure?.error.message).toContain('gone 101 ms into the phase');
});
