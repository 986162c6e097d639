import { ConfigError, LoadcellError, ResourceError, TargetError, TestError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { explainError, explainFailure } from '../src/explain-failure.ts';
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
    [new TargetError('no cache', { code: 'MODEL_CACHE' }), 3],
    [new TargetError('not built', { code: 'ENGINE_PROCESS_NOT_BUILT' }), 3],
    [new LoadcellError('AGENT_NAME', 'another agent is named so'), 3],
    [new LoadcellError('BUS', 'no server listens'), 3],
    [new LoadcellError('BUS_LOST', 'the bus was lost during the run'), 4],
    [new LoadcellError('FLEET_SHORT', 'one agent is there'), 3],
    [new LoadcellError('FLEET_REFUSED', 'an agent is busy'), 3],
    [new LoadcellError('FLEET_LOST', 'an agent was lost'), 4],
    [new LoadcellError('FLEET_STALLED', 'no agent made progress'), 4],
    [new LoadcellError('FLEET_AGENT', 'an agent failed'), 4],
    [new LoadcellError('FLEET_FETCH', 'a directory is missing'), 4],
    [new LoadcellError('RUN_UNREADABLE', 'a file is missing'), 4],
  ])('maps %s to %i and prints only its message', (error, exitCode) => {
    expect(explainFailure(error)).toEqual({
      code: error.code,
      text: `error: ${error.message}`,
      exitCode,
    });
  });

  it('prints the help on the next line, without causes', () => {
    const error = new TargetError('cannot reach it', {
      help: 'start it',
      cause: new Error('ECONNREFUSED'),
    });
    expect(explainFailure(error).text).toBe('error: cannot reach it\nhelp: start it');
    expect(error.message).toBe('cannot reach it. Start it.');
    expect(explainError(error, 'nothing was measured')).toMatch(/^help: .*; nothing was/m);
  });

  it('removes control sequences of a server', () => {
    const error = new TargetError('it said \u001B[2J\u0007', { help: 'look' });
    expect(explainError(error)).toBe('error: it said \nhelp: look');
  });

  it('prints causes that add to the message', () => {
    const root = new Error('no such file');
    const error = new TargetError('the model cannot be loaded', {
      cause: new Error('the engine gave up: no such file', { cause: root }),
    });
    expect(explainFailure(error).text).toBe(
      'error: the model cannot be loaded\n  because: the engine gave up: no such file',
    );
  });

  it('prints no stack of an error with help, whatever its code', () => {
    const error = new LoadcellError('STATE', 'it has already run', { help: 'create a new one' });
    expect(explainFailure(error)).toEqual({
      code: 'STATE',
      text: 'error: it has already run\nhelp: create a new one',
      exitCode: 4,
    });
  });

  it('keeps the stack of a defect and maps it to unreliable', () => {
    const defect = new TypeError('x is not a function');
    expect(explainFailure(defect)).toEqual({
      code: 'DEFECT',
      text: `error: ${defect.stack}`,
      exitCode: 4,
    });
  });
});
