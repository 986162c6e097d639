import { ConfigError, LoadcellError, ResourceError, TargetError, TestError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { explainFailure } from '../src/explain-failure.ts';
import { UsageError } from '../src/usage-error.ts';

const memory = { resource: 'memory', limit: 1, actual: 2 };

describe('explainFailure', () => {
  it.each([
    [new UsageError('no such flag'), 2],
    [new ConfigError('no such key'), 2],
    [new TestError('too late', { phase: 'load' }), 3],
    [new ResourceError('too much', memory), 3],
    [new TargetError('no such model'), 3],
    [new TargetError('died', { code: 'TARGET_DIED' }), 3],
    [new LoadcellError('RUN_UNREADABLE', 'a file is missing'), 4],
  ])('maps %s to %i and prints its message alone', (error, exitCode) => {
    expect(explainFailure(error)).toEqual({ text: error.message, exitCode });
  });

  it('tells the causes that say something new', () => {
    const root = new Error('no such file');
    const error = new TargetError('the model cannot be loaded', {
      cause: new Error('the engine gave up: no such file', { cause: root }),
    });
    expect(explainFailure(error).text).toBe(
      'the model cannot be loaded\n  because: the engine gave up: no such file',
    );
  });

  it('keeps the stack of a defect, and trusts nothing that was measured', () => {
    const defect = new TypeError('x is not a function');
    expect(explainFailure(defect)).toEqual({ text: defect.stack, exitCode: 4 });
  });
});
