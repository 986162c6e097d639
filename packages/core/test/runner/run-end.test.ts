import { describe, expect, it } from 'vitest';
import { endOfRun } from '../../src/runner/run-end.ts';
import { InterruptedError } from '../../src/runner/run-errors.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';

const LOST = new LoadcellError('FLEET_LOST', 'b was lost');
const GOING = new AbortController().signal;

describe('the end of a run', () => {
  it('is complete when nothing ended it early', () => {
    const end = endOfRun(undefined, GOING);
    expect(end).toMatchObject({ kind: 'run-ended', status: 'complete' });
    expect(end).not.toHaveProperty('error');
  });

  it('has the reason for which it was stopped, even before its first phase', () => {
    expect(endOfRun(undefined, AbortSignal.abort(LOST))).toMatchObject({
      status: 'failed',
      error: LOST,
    });
  });

  it('is interrupted, without an error, when the user stopped it', () => {
    const end = endOfRun(undefined, AbortSignal.abort(new InterruptedError()));
    expect(end.status).toBe('interrupted');
    expect(end).not.toHaveProperty('error');
  });

  it('has what failed first, before the reason of the signal', () => {
    const full = new LoadcellError('RECORDING', 'the disk is full');
    expect(endOfRun({ ok: false, error: full }, AbortSignal.abort(LOST))).toMatchObject({
      status: 'failed',
      error: full,
    });
  });
});
