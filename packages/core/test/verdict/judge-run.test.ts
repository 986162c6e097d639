import { describe, expect, test } from 'vitest';
import { LoadcellError, TestError } from '../../src/spec/error/errors.ts';
import type { RunVerdict } from '../../src/verdict/run-verdict.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../stream/built/built-phases.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';
import { asked, judged } from './judged-run.ts';

const baseline = builtBaseline().build(5900);
const crossModel = builtCrossModel().build(3700);
const load = builtLoad().build(5500);

const keys = (verdict: RunVerdict): string[][] =>
  verdict.phases.map((phase) =>
    phase.criteria.map(({ key, stage, status }) =>
      [stage, key, status].filter((part) => part !== undefined).join(' '),
    ),
  );

describe('where criteria are judged', () => {
  test('those of a phase in that phase alone', () => {
    const phases = [asked('baseline', { avgLoadTime: 500 }), asked('load', { avgLoadTime: 50 })];
    const verdict = judged([baseline, load], { phases });
    expect(keys(verdict)).toEqual([['avgLoadTime pass'], ['avgLoadTime fail']]);
    expect(verdict.phases.map((phase) => phase.status)).toEqual(['pass', 'fail']);
  });

  test('those of the run in each phase that measures the metric', () => {
    const idle = new PhaseBuilder('idle')
      .request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] })
      .build(9);
    const verdict = judged([baseline, idle, load], { criteria: { avgResponseTime: 1000 } });
    expect(keys(verdict)).toEqual([
      ['sequential avgResponseTime pass'],
      [],
      ['closed avgResponseTime pass', 'open avgResponseTime pass'],
    ]);
    expect(verdict.outcome).toBe('pass');
  });

  test("a phase's own threshold overrides that of the run", () => {
    const verdict = judged([baseline, load], {
      criteria: { avgLoadTime: 1 },
      phases: [asked('baseline', { avgLoadTime: 500 }), asked('load')],
    });
    expect(keys(verdict)).toEqual([['avgLoadTime pass'], ['avgLoadTime fail']]);
  });

  test('one that no phase measures fails once, in the last phase, with the reasons', () => {
    const only = new PhaseBuilder('a').request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] });
    const reported = new PhaseBuilder('b')
      .request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] })
      .event(1, (place) => ({
        kind: 'not-measured',
        ...place,
        metric: 'contextPreservation',
        reason: 'only one model',
      }));
    const criteria = { contextPreservation: 0.9 };
    const verdict = judged([only.build(9), reported.build(9)], { criteria });
    expect(keys(verdict)).toEqual([[], ['contextPreservation fail']]);
    expect(verdict.phases[1]?.criteria[0]?.text).toMatch(
      /^not measured in any phase; a: .*; b: only one model/u,
    );
    expect(verdict).toMatchObject({ outcome: 'criterion-failed', exitCode: 1 });
  });
});

describe('phases that did not run', () => {
  const one = [asked('baseline'), asked('cross-model', { avgContextSwitchTime: 500 })];

  test('fail when they were requested', () => {
    const verdict = judged([baseline], { phases: one });
    expect(verdict.phases.map(({ phase, status }) => [phase, status])).toEqual([
      ['baseline', 'pass'],
      ['cross-model', 'fail'],
    ]);
    expect(verdict.status).toBe('fail');
  });

  const skipped = [{ phase: 'cross-model', reason: 'there is one model only' }];

  test('are left out when they were skipped for a reason', () => {
    const verdict = judged([baseline], {
      streams: { status: 'complete', skipped, damagedFiles: [] },
      phases: [asked('baseline'), asked('cross-model')],
    });
    expect(verdict.phases.map((phase) => phase.phase)).toEqual(['baseline']);
    expect(verdict.status).toBe('pass');
  });

  test('fail their own criteria when they were skipped, with the reason', () => {
    const verdict = judged([baseline], {
      streams: { status: 'complete', skipped, damagedFiles: [] },
      phases: one,
    });
    expect(verdict.phases[1]?.criteria[0]).toMatchObject({
      status: 'fail',
      reason: 'not-measured',
      text: 'not measured: there is one model only',
    });
    expect(verdict).toMatchObject({ outcome: 'criterion-failed', exitCode: 1 });
  });

  test('a run without any phase never passes', () => {
    expect(judged([])).toMatchObject({ status: 'fail', outcome: 'incomplete' });
  });
});

describe('the outcome', () => {
  test('is a pass with exit code 0 when all is well', () => {
    const verdict = judged([baseline, crossModel, load], { criteria: { errorRate: 0 } });
    expect(verdict).toMatchObject({ status: 'pass', outcome: 'pass', exitCode: 0, complete: true });
  });

  test('a missed criterion is 1, even with an inconclusive one', () => {
    const verdict = judged([baseline], { criteria: { p99ResponseTime: 1000, avgLoadTime: 1 } });
    expect(verdict).toMatchObject({ outcome: 'criterion-failed', exitCode: 1 });
  });

  test('an inconclusive criterion alone is 4, and a pass when its value is accepted', () => {
    const verdict = judged([baseline], { criteria: { p99ResponseTime: 1000 } });
    expect(verdict).toMatchObject({ status: 'fail', outcome: 'inconclusive', exitCode: 4 });
    const accepted = { criteria: { p99ResponseTime: 1000 }, acceptInconclusive: true };
    expect(judged([baseline], accepted)).toMatchObject({ outcome: 'pass', exitCode: 0 });
  });

  test('a criterion missed in an unreliable phase is 4, and one missed in a reliable phase is 1', () => {
    const blind = builtBaseline()
      .account(5900, { rssBytes: 1, atMs: 1 }, { missedTicks: 1e6 })
      .build(5900);
    const phases = [asked('baseline', { avgLoadTime: 1 }), asked('load')];
    const missed = judged([blind, load], { phases });
    expect(missed).toMatchObject({ outcome: 'unreliable', exitCode: 4 });
    const both = judged([blind, load], { criteria: { avgResponseTime: 0.001 } });
    expect(both).toMatchObject({ outcome: 'criterion-failed', exitCode: 1 });
  });

  test('a sampler that was not there is 4', () => {
    const blind = builtBaseline()
      .account(5900, { rssBytes: 1, atMs: 1 }, { missedTicks: 1e6 })
      .build(5900);
    expect(judged([blind])).toMatchObject({ status: 'fail', outcome: 'unreliable' });
  });

  test.each([
    ['complete', 4, ['requests.arrows is incomplete or unreadable']],
    ['killed', 4, []],
    ['interrupted', 130, []],
  ] as const)('a %s run that lacks a part of a file is %s', (status, exitCode, reported) => {
    const streams = { status, skipped: [], damagedFiles: ['requests.arrows'] };
    const verdict = judged([baseline, load], { streams });
    expect(verdict).toMatchObject({ status: 'fail', exitCode });
    const messages = verdict.phases.map(({ failures }) =>
      failures.map(({ error }) => error.message),
    );
    expect(messages).toEqual([[], reported.map((text) => expect.stringContaining(text))]);
  });

  test('requests that were lost later are no failure of the target', () => {
    const lost = new PhaseBuilder('load').build(9);
    const streams = { status: 'complete', skipped: [], damagedFiles: ['requests.arrows'] } as const;
    expect(judged([lost], { streams })).toMatchObject({ outcome: 'unreliable', exitCode: 4 });
    const whole = { ...streams, damagedFiles: [] };
    expect(judged([lost], { streams: whole })).toMatchObject({ exitCode: 3 });
  });

  test('an error is 3, whatever the criteria found', () => {
    const errors = [new TestError('It took too long.', { phase: 'baseline' })];
    const verdict = judged([baseline, load], { errors, criteria: { avgLoadTime: 1 } });
    expect(verdict).toMatchObject({ outcome: 'target-failed', exitCode: 3 });
    expect(verdict.phases.map((phase) => phase.failures.length)).toEqual([1, 0]);
  });

  test('a failed run without a failed phase has its own error', () => {
    const streams = { status: 'failed', skipped: [], damagedFiles: [] } as const;
    const silent = judged([baseline], { streams });
    expect(silent).toMatchObject({ outcome: 'target-failed', exitCode: 3 });
    expect(silent.errors[0]?.message).toContain('The run failed');
    const error = new LoadcellError('RECORDING', 'The disk is full.');
    const unwritten = judged([baseline], { streams: { ...streams, error } });
    expect(unwritten).toMatchObject({ outcome: 'unreliable', exitCode: 4, errors: [error] });
    const errors = [new TestError('It took too long.', { phase: 'baseline' })];
    expect(judged([baseline], { streams, errors }).errors).toEqual([]);
  });

  test('an error of no phase belongs to the last one that ran, or to the run', () => {
    const errors = [new LoadcellError('TARGET', 'No such file.')];
    expect(judged([baseline, load], { errors }).phases[1]?.failures).toHaveLength(1);
    const early = judged([], { errors });
    expect(early).toMatchObject({ outcome: 'target-failed', exitCode: 3, errors });
  });

  test('all requests failing is 3', () => {
    const refused = new PhaseBuilder('load')
      .request({ purpose: 'model-load', sentMs: 0, chunksMs: [1] })
      .stage('open', 0, 5)
      .request({ purpose: 'load', sentMs: 0, endMs: 1 })
      .build(9);
    expect(judged([refused])).toMatchObject({ status: 'fail', exitCode: 3 });
  });

  test.each([
    ['interrupted', 130],
    ['killed', 4],
  ] as const)('a run that was %s never passes and is %d', (status, exitCode) => {
    const verdict = judged([baseline], { streams: { status, skipped: [], damagedFiles: [] } });
    expect(verdict).toMatchObject({ status: 'fail', outcome: 'incomplete', exitCode });
    expect(verdict.complete).toBe(false);
  });

  test('an interrupted run is 130 also when its phase failed with the interruption', () => {
    const cutOff = builtBaseline()
      .event(3000, (place) => ({
        kind: 'phase-failed',
        ...place,
        error: new LoadcellError('INTERRUPTED', 'The run was interrupted.'),
      }))
      .build(3000);
    const streams = { status: 'interrupted', skipped: [], damagedFiles: [] } as const;
    expect(judged([cutOff], { streams }).exitCode).toBe(130);
  });

  test('a run that ended as failed never passes', () => {
    const streams = { status: 'failed', skipped: [], damagedFiles: [] } as const;
    expect(judged([baseline], { streams })).toMatchObject({ status: 'fail', exitCode: 3 });
  });
});

test('a criterion of the run that names a stage is judged in the phase that has it', () => {
  const verdict = judged([baseline, load], { criteria: { 'stages.open.p50ResponseTime': 1000 } });
  expect(keys(verdict)).toEqual([[], ['open stages.open.p50ResponseTime pass']]);
});
