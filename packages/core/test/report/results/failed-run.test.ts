import { describe, expect, it } from 'vitest';
import { LoadcellError, ResourceError, TestError } from '../../../src/spec/error/errors.ts';
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

describe('a run that crossed the memory limit before its first response', () => {
  it('is reported with the limit, whatever else failed before it in the report', () => {
    const limit = new ResourceError('over the limit', { resource: 'memory', limit: 1, actual: 2 });
    const none = new TestError('No request was made, so nothing was measured.', { phase: 'load' });
    const verdict = ended(none);
    const phases = verdict.phases.map((phase) => ({
      ...phase,
      failures: [{ kind: 'no-success', error: none } as const],
    }));
    const streams = { phases: [] };
    const asError = { ...verdict, phases, errors: [limit] };
    expect(failedRun({ verdict: asError, streams })?.error).toBe(limit);
    const other = phases.map((phase) => ({
      ...phase,
      failures: [{ kind: 'error', error: limit } as const],
    }));
    const asFailure = { ...verdict, phases: [...phases, ...other] };
    expect(failedRun({ verdict: asFailure, streams })?.error).toBe(limit);
    expect(failedRun({ verdict: { ...verdict, phases, errors: [] }, streams })?.error).toBe(none);
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
