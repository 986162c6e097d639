import { describe, expect, it } from 'vitest';
import { withFailure } from '../../../src/merge/events/with-failure.ts';
import { LoadcellError } from '../../../src/spec/error/errors.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';

const FAILURE = new LoadcellError('TIMEOUT', 'the run timed out', { help: 'raise --timeout' });

function failed(phase: string, error: Error): RunEvent {
  return { kind: 'phase-failed', atNs: 1, phase, error };
}

function ended(status: 'complete' | 'interrupted' | 'failed', error?: Error): RunEvent {
  return { kind: 'run-ended', atNs: 2, status, ...(error === undefined ? {} : { error }) };
}

describe('withFailure', () => {
  it('has the failure once per phase in place of what each machine recorded of it', () => {
    const onA = new LoadcellError('TIMEOUT', 'machine a: the run timed out');
    const onB = new LoadcellError('INTERRUPTED', 'machine b: the run was interrupted');
    const other = new LoadcellError('STAGE_ERRORS', 'machine b: all requests failed');
    const events = [failed('load', onA), failed('load', onB), failed('load', other)];
    expect(withFailure([...events, failed('baseline', onB)], FAILURE)).toEqual([
      failed('load', FAILURE),
      failed('load', other),
      failed('baseline', FAILURE),
    ]);
  });

  it('fails a run that its machines recorded as interrupted', () => {
    expect(withFailure([ended('interrupted')], FAILURE)).toEqual([ended('failed', FAILURE)]);
    expect(withFailure([ended('complete')], FAILURE)).toEqual([ended('complete')]);
  });

  it('explains a run that failed on its machines without an error, and leaves another error', () => {
    const other = new LoadcellError('RECORDING', 'machine b: the disk is full');
    expect(withFailure([ended('failed')], FAILURE)).toEqual([ended('failed', FAILURE)]);
    expect(withFailure([ended('failed', other)], FAILURE)).toEqual([ended('failed', other)]);
  });

  it('changes nothing without a failure', () => {
    const events = [ended('interrupted')];
    expect(withFailure(events, undefined)).toEqual(events);
  });
});
