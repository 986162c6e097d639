import { describe, expect, it } from 'vitest';
import { LoadcellError, TestError } from '../../../src/spec/error/errors.ts';
import { judgeRun } from '../../../src/verdict/judge-run.ts';
import { failedRun } from '../../../src/report/results/failed-run.ts';

const PHASES = [{ name: 'load', duration: 1, metrics: [], successCriteria: { errorRate: 0 } }];

function ended(error?: Error) {
  const streams = { status: 'failed', skipped: [], damagedFiles: [] } as const;
  const run = { ...streams, ...(error === undefined ? {} : { error }) };
  const none = { measured: [], criteria: {}, errors: [], acceptInconclusive: false };
  return judgeRun({ streams: run, phases: PHASES, ...none });
}

describe('a run that failed before its first phase', () => {
  it('is reported with its error, fails every phase by it, and is the fault of the target', () => {
    const error = new LoadcellError('refused', 'cannot reach it', { help: 'start it' });
    const verdict = ended(error);
    expect(verdict).toMatchObject({ status: 'fail', outcome: 'target-failed', exitCode: 3 });
    expect(verdict.phases[0]?.failures[0]?.error).toBe(error);
    expect(failedRun({ verdict, streams: { phases: [] } })).toEqual({
      error,
      isBefore: true,
      isReached: false,
    });
  });
});

describe('a run of which something was measured', () => {
  it('is reported in full', () => {
    const verdict = {
      ...ended(new TestError('late', { phase: 'load' })),
      outcome: 'pass',
    } as const;
    expect(failedRun({ verdict, streams: { phases: [] } })).toBeUndefined();
  });
});
