import { describe, expect, it } from 'vitest';
import '../../src/vitest/register.ts';
import { loadPhase } from '../compare/built-run.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';
import { asked } from '../verdict/judged-run.ts';
import { writtenRun } from './written-run.ts';

/** TTFT of 50 ms: half of the time of each request. */
const STEADY = loadPhase(Array.from({ length: 200 }, () => 100));

/** Too few requests for a p95 with 95% confidence. */
const BRIEF = loadPhase(Array.from({ length: 30 }, () => 100));

const HALF_FAILED = loadPhase(
  Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 100 : Infinity)),
);

/** The times of STEADY under a sampler that was kept from running. */
const UNRELIABLE = new PhaseBuilder('load')
  .account(4000, { rssBytes: 1, atMs: 1 }, { missedTicks: 1e6 })
  .build(4000);

const MET = ['ttft.p95<=80ms', 'stages.open.e2el.p50<=1s', 'errorRate<=5%'];

async function failureOf(assertion: Promise<void>): Promise<string> {
  return await assertion.then(
    () => 'passed',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('toMeetCriteria', () => {
  it('passes when every criterion is met', async () => {
    const runDir = await writtenRun([STEADY]);
    await expect(runDir).toMeetCriteria(MET);
    await expect({ runDir }).toMeetCriteria({ p95Ttft: 80 });
  });

  it('fails with the lines of the terminal when a criterion is missed', async () => {
    const runDir = await writtenRun([STEADY]);
    expect(await failureOf(expect(runDir).toMeetCriteria([...MET, 'ttft.p50<=20ms']))).toBe(
      `the run misses a criterion: ${runDir}

FAIL  0 of 1 phases passed, 4.00 s
      load, open: TTFT p50 50.0 ms, threshold ≤ 20.0 ms, missed by 30.0 ms`,
    );
    await expect(runDir).not.toMeetCriteria([...MET, 'ttft.p50<=20ms']);
  });

  it('judges by the given criteria, not by those of the run', async () => {
    const phases = [{ name: 'load', duration: 1000, metrics: [], successCriteria: { p95Ttft: 1 } }];
    const runDir = await writtenRun([STEADY], { phases, criteria: { p50Ttft: 1 } });
    await expect(runDir).toMeetCriteria(MET);
  });
});

describe('what is undecided', () => {
  it.each([
    [
      'an inconclusive criterion, even of a run that accepts it',
      () => writtenRun([BRIEF], { acceptInconclusive: true }),
      ['ttft.p95<=80ms'],
      'inconclusive: 95% bounds',
    ],
    [
      'a criterion that was not measured',
      () => writtenRun([STEADY]),
      ['sloAttainment>=90%'],
      'not measured in any phase',
    ],
    [
      'a criterion that failed requests leave without a value',
      () => writtenRun([HALF_FAILED]),
      ['ttft.avg<=80ms'],
      'requests failed; avg excludes them',
    ],
    [
      'a run that was killed',
      () => writtenRun([STEADY], {}, { status: 'killed' }),
      ['ttft.p95<=20ms'],
      'the run was killed, so it cannot pass',
    ],
    [
      'a phase that did not run',
      () => writtenRun([STEADY], { phases: [asked('load'), asked('baseline')] }),
      ['ttft.p95<=80ms'],
      'baseline: The phase did not run',
    ],
    [
      'a criterion missed in an unreliable phase',
      () => writtenRun([{ ...STEADY, events: [...STEADY.events, ...UNRELIABLE.events] }]),
      ['ttft.p95<=20ms'],
      'The sampler missed',
    ],
  ])('fails both ways: %s', async (_what, write, criteria, reason) => {
    const runDir = await write();
    const summary = 'the run neither meets all criteria nor misses one for certain';
    for (const assert of [
      () => expect(runDir).toMeetCriteria(criteria),
      () => expect(runDir).not.toMeetCriteria(criteria),
    ]) {
      const message = await failureOf(assert());
      expect(message).toContain(summary);
      expect(message).toContain(reason);
    }
  });
});

describe('mistakes', () => {
  it('are rejected with and without not', async () => {
    const runDir = await writtenRun([STEADY]);
    for (const [criteria, message] of [
      [[], 'with at least one criterion'],
      [['stages.opne.ttft.p95<=80ms'], 'unknown stage "opne"; did you mean "open"?'],
      [{ errorRate: 5 }, 'invalid criteria.errorRate 5: expected 0 to 1'],
      [{ p95Ttft: 80, 'ttft.p95': 90 }, 'are the same criterion'],
    ] as const) {
      await expect(expect(runDir).toMeetCriteria(criteria)).rejects.toThrow(message);
      await expect(expect(runDir).not.toMeetCriteria(criteria)).rejects.toThrow(message);
    }
  });

  it.each([[undefined], [{ value: 1, metrics: {} }], [7]])('%j names no run', async (received) => {
    await expect(expect(received).toMeetCriteria(MET)).rejects.toThrow(
      'toMeetCriteria needs a run directory',
    );
  });

  it('are reported for a folder that is no run directory', async () => {
    await expect(expect('/nowhere').not.toMeetCriteria(MET)).rejects.toThrow(
      '"/nowhere" is not a run directory',
    );
  });

  it('rejects an asymmetric matcher, which cannot wait', () => {
    // No type offers the negated one.
    const negated: unknown = Reflect.apply(Reflect.get(expect.not, 'toMeetCriteria'), expect.not, [
      MET,
    ]);
    for (const matcher of [expect.toMeetCriteria(MET), negated]) {
      expect(() => expect('a').toEqual(matcher)).toThrow('and to be awaited');
      expect(() => expect('a').not.toEqual(matcher)).toThrow('and to be awaited');
    }
  });
});
