import { describe, expect, test } from 'vitest';
import { LoadcellError, ResourceError, TestError } from '../../src/spec/error/errors.ts';
import { phaseFailures } from '../../src/verdict/phase-failures.ts';
import { builtBaseline } from '../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../stream/built/phase-builder.ts';

/** A phase with one request that succeeded, over at 5,000 ms. */
const sound = (): PhaseBuilder =>
  new PhaseBuilder('load')
    .stage('closed', 0, 4000)
    .request({ purpose: 'load', sentMs: 0, chunksMs: [5] });

const kinds = (phase: PhaseBuilder, errors: Error[] = []): string[] =>
  phaseFailures(phase.build(5000), errors).map((failure) => failure.kind);

const dies = (phase: PhaseBuilder, expected: boolean): PhaseBuilder =>
  phase.event(3200, (place) => ({
    kind: 'target-exited',
    ...place,
    pid: 42,
    expected,
    exitCode: null,
    signal: 'SIGKILL',
  }));

describe('phaseFailures', () => {
  test('finds nothing wrong with a phase that went well', () => {
    expect(phaseFailures(builtBaseline().build(5900), [])).toEqual([]);
  });

  test('rejects a phase whose responses have no token, and accepts empty ones that have', () => {
    const empty = { purpose: 'sequential', sentMs: 0, outcome: 'ok', endMs: 5 } as const;
    const phase = (outputTokens: number) =>
      new PhaseBuilder('load')
        .stage('sequential', 0, 1000)
        .request({ ...empty, outputTokens, errorKind: '' });
    const [failure] = phaseFailures(phase(0).build(5000), []);
    expect(failure).toMatchObject({ kind: 'no-success' });
    expect(failure?.error.message).toMatch(/None of 1 successful responses has a token/);
    expect(kinds(phase(64))).toEqual([]);
    expect(kinds(sound().request({ ...empty, outputTokens: 0 }))).toEqual([]);
  });

  test('reports an unexpected death of the target, with its time', () => {
    const [failure] = phaseFailures(dies(sound(), false).build(5000), []);
    expect(failure?.kind).toBe('target-died');
    expect(failure?.error.message).toContain('process 42 was killed by SIGKILL, 3.20 s into');
    expect(failure?.error.message).toMatch(/\(\d{4}-\d\d-\d\dT[\d:.]+Z\)/u);
    expect(kinds(dies(sound(), true))).toEqual([]);
  });

  test('reports a death once when the phase failed with it', () => {
    const error = new TestError('It died at 12:00.', { phase: 'load' }, { code: 'TARGET_DIED' });
    const phase = dies(sound(), false).event(3201, (place) => ({
      kind: 'phase-failed',
      ...place,
      error,
    }));
    expect(phaseFailures(phase.build(5000), []).map((one) => one.error)).toEqual([error]);
  });

  test('takes an error that came by the events and from the runner for one', () => {
    const phase = sound().event(9, (place) => ({
      kind: 'phase-failed',
      ...place,
      error: new LoadcellError('TIMEOUT', 'It took too long.'),
    }));
    const error = new TestError('It took too long.', { phase: 'load' });
    expect(phaseFailures(phase.build(5000), [error])).toEqual([{ kind: 'error', error }]);
  });

  test('makes a ResourceError of a limit that was crossed, unless there is one', () => {
    const crossed = sound().event(9, (place) => ({
      kind: 'limit-crossed',
      ...place,
      resource: 'memory',
      limit: 100 * MIB,
      actual: 150 * MIB,
    }));
    const [failure] = phaseFailures(crossed.build(5000), []);
    expect(failure?.error).toBeInstanceOf(ResourceError);
    expect(failure?.error).toMatchObject({ limit: 100 * MIB, actual: 150 * MIB });
    expect(failure?.error.message).toContain('150.0 MiB');
    const stated = new ResourceError('Over.', { resource: 'memory', limit: 1, actual: 2 });
    expect(kinds(crossed, [stated])).toEqual(['error']);
  });

  test('never lets a phase pass in which no request succeeded', () => {
    expect(kinds(new PhaseBuilder('load'))).toEqual(['no-success']);
    const loaded = new PhaseBuilder('load')
      .request({ purpose: 'model-load', sentMs: 0, chunksMs: [9] })
      .stage('open', 20, 1000)
      .request({ purpose: 'load', sentMs: 20, endMs: 30 });
    const [failure] = phaseFailures(loaded.build(5000), []);
    expect(failure?.kind).toBe('no-success');
    expect(failure?.error.message).toContain('None of 1 requests succeeded');
    expect(failure?.error.message).toContain('connection refused');
  });

  test('fails a phase of which one stage had no success, with its name', () => {
    const failing = sound()
      .stage('open', 4000, 4500)
      .request({ purpose: 'load', sentMs: 4000, endMs: 4010 });
    expect(phaseFailures(failing.build(5000), []).map(({ error }) => error.message)).toEqual([
      'None of 1 requests of stage open succeeded; the first failed with: connection refused',
    ]);
  });

  test('fails a phase of which a whole stage made no measured request', () => {
    const silent = sound()
      .stage('open', 4000, 4500)
      .request({ purpose: 'warm-up', sentMs: 3900, chunksMs: [3905] });
    expect(phaseFailures(silent.build(5000), []).map(({ error }) => error.message)).toEqual([
      'No measured request of stage open was made.',
    ]);
    // Cut off: what ended it fails the phase.
    expect(kinds(sound().stage('open', 4000))).toEqual([]);
  });

  test('fails a phase with a stage whose requests were all canceled on purpose', () => {
    const cut = sound()
      .stage('open', 4000, 4500, { cancel: { share: 1, afterMs: 10 } })
      .request({
        purpose: 'load',
        sentMs: 4000,
        endMs: 4010,
        outcome: 'abandoned',
        errorKind: '',
        errorMessage: '',
      });
    expect(phaseFailures(cut.build(5000), []).map(({ error }) => error.message)).toEqual([
      'All 1 measured requests of stage open were canceled on purpose, so nothing was measured.',
    ]);
  });

  test('leaves alone a level of a sweep that had no success', () => {
    const probed = sound()
      .stage('sweep/64', 4000, 4500)
      .request({ purpose: 'probe', sentMs: 4000, endMs: 4010 });
    expect(kinds(probed)).toEqual([]);
  });

  test('a phase that did not end is incomplete', () => {
    const cutOff = sound().build(5000, { ended: false });
    expect(phaseFailures(cutOff, []).map((failure) => failure.kind)).toEqual(['incomplete']);
    const cutOffAtOnce = new PhaseBuilder('load').build(100, { ended: false });
    expect(phaseFailures(cutOffAtOnce, []).map(({ kind }) => kind)).toEqual(['incomplete']);
  });
});
