import { describe, expect, test } from 'vitest';
import { TestError } from '../../src/spec/error/errors.ts';
import type { RunVerdict } from '../../src/verdict/run-verdict.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';
import { asked, judged } from './judged-run.ts';

describe('stages that were requested and did not run', () => {
  const closedOnly = (): PhaseBuilder =>
    new PhaseBuilder('load')
      .stage('closed', 0, 1000)
      .request({ purpose: 'load', sentMs: 0, chunksMs: [5] });
  const stages = { load: ['closed', 'open'] };
  const messages = (verdict: RunVerdict): string[] | undefined =>
    verdict.phases[0]?.failures.map(({ error }) => error.message);

  test('fail their phase, with their names', () => {
    const verdict = judged([closedOnly().build(1000)], { stages });
    expect(messages(verdict)).toEqual(['The stage open did not run.']);
    expect(verdict).toMatchObject({ status: 'fail', outcome: 'incomplete', exitCode: 4 });
    expect(judged([closedOnly().build(1000)], { stages: { load: ['closed'] } }).status).toBe(
      'pass',
    );
  });

  test('are no failure of their own where an error ended the phase before them', () => {
    const error = new TestError('It took too long.', { phase: 'load' });
    const verdict = judged([closedOnly().build(1000)], { stages, errors: [error] });
    expect(messages(verdict)).toEqual(['It took too long.']);
  });

  test('fail their phase also where it is only unreliable', () => {
    const blind = closedOnly().account(900, { rssBytes: 1, atMs: 1 }, { missedTicks: 1e6 });
    expect(messages(judged([blind.build(1000)], { stages }))).toEqual([
      expect.stringContaining('sampler missed'),
      'The stage open did not run.',
    ]);
  });

  test('fail a criterion that names them, of the phase and of the run', () => {
    const criteria = { 'stages.open.p50TimeToFirstToken': 200 };
    const ofPhase = judged([closedOnly().build(1000)], {
      stages,
      phases: [asked('load', criteria)],
    });
    expect(ofPhase.phases[0]?.criteria).toMatchObject([
      { stage: 'open', reason: 'not-measured', text: 'not measured: the stage did not run' },
    ]);
    const ofRun = judged([closedOnly().build(1000)], { stages, criteria });
    expect(ofRun.phases[0]?.criteria).toMatchObject([
      { stage: 'open', text: 'not measured in any phase; load: the stage did not run' },
    ]);
  });

  test('a sweep ran when one of its levels did', () => {
    const swept = closedOnly()
      .stage('sweep/16', 1000, 2000)
      .request({ purpose: 'probe', sentMs: 1000, chunksMs: [1005] });
    const verdict = judged([swept.build(2000)], { stages: { load: ['closed', 'sweep'] } });
    expect(verdict.status).toBe('pass');
  });
});
