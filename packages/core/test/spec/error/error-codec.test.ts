import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { ConfigError, ErrorSchema, LoadcellError, ResourceError, TestError } from '@loadcell/core';

function throughJson(error: Error): { readonly json: unknown; readonly read: Error } {
  const json: unknown = JSON.parse(JSON.stringify(z.encode(ErrorSchema, error)));
  return { json, read: ErrorSchema.parse(json) };
}

describe('an error through JSON', () => {
  it('keeps every stated field of a TestError', () => {
    const details = { phase: 'load', metric: 'p95ResponseTime', threshold: 0, actual: 12.5 };
    const { json, read } = throughJson(new TestError('too slow', details));
    expect(json).toEqual({ name: 'TestError', message: 'too slow', code: 'TEST', ...details });
    expect(read).toBeInstanceOf(TestError);
    expect(read).toMatchObject({
      name: 'TestError',
      message: 'too slow',
      code: 'TEST',
      ...details,
    });
  });

  it('separates what happened from what to do, also after a question', () => {
    for (const summary of ['unknown name "a"; did you mean "b"?', 'It is too slow.']) {
      const { read } = throughJson(new ConfigError(summary, { help: 'write it as b' }));
      expect(read.message).toBe(`${summary} Write it as b.`);
      expect(read).toMatchObject({ help: 'write it as b' });
    }
  });

  it('omits fields that a TestError does not have', () => {
    const { json, read } = throughJson(
      new TestError('died', { phase: 'load' }, { code: 'TARGET_DIED' }),
    );
    expect(json).toEqual({
      name: 'TestError',
      message: 'died',
      code: 'TARGET_DIED',
      phase: 'load',
    });
    expect(Object.keys(read)).not.toContain('metric');
    expect(read).toMatchObject({ code: 'TARGET_DIED', phase: 'load' });
  });

  it('keeps every stated field of a ResourceError', () => {
    const details = { resource: 'memory', limit: 10, actual: 11 };
    const { json, read } = throughJson(new ResourceError('too much', details));
    expect(json).toEqual({
      name: 'ResourceError',
      message: 'too much',
      code: 'RESOURCE',
      ...details,
    });
    expect(read).toBeInstanceOf(ResourceError);
    expect(read).toMatchObject({ name: 'ResourceError', code: 'RESOURCE', ...details });
  });

  it('keeps name, message and code of every other error of ours', () => {
    const { json, read } = throughJson(new ConfigError('wrong key'));
    expect(json).toEqual({ name: 'ConfigError', message: 'wrong key', code: 'CONFIG' });
    expect(read).toBeInstanceOf(LoadcellError);
    expect(read).toMatchObject({ name: 'ConfigError', message: 'wrong key', code: 'CONFIG' });
  });

  it('keeps name and message of any error', () => {
    const { json, read } = throughJson(new RangeError('out of it'));
    expect(json).toEqual({ name: 'RangeError', message: 'out of it' });
    expect(read).toBeInstanceOf(Error);
    expect(read).not.toBeInstanceOf(LoadcellError);
    expect(read.name).toBe('RangeError');
  });

  it('writes the same JSON again for an error that was read', () => {
    for (const error of [
      new TestError('a', { phase: 'load', actual: 1 }, { code: 'TIMEOUT' }),
      new ResourceError('b', { resource: 'memory', limit: 1, actual: 2 }),
      new ConfigError('c'),
      new TypeError('d'),
    ]) {
      const { json, read } = throughJson(error);
      expect(throughJson(read).json).toEqual(json);
    }
  });

  it('omits causes and stacks, which may contain paths and secrets', () => {
    const error = new TestError('a', { phase: 'load' }, { cause: new Error('secret') });
    expect(JSON.stringify(throughJson(error).json)).not.toMatch(/secret|stack|cause|\.test\.ts/);
  });

  it('omits a number that JSON cannot represent', () => {
    const details = { phase: 'load', threshold: Number.NaN, actual: Number.POSITIVE_INFINITY };
    expect(throughJson(new TestError('a', details)).json).toEqual({
      name: 'TestError',
      message: 'a',
      code: 'TEST',
      phase: 'load',
    });
  });

  it('rejects what is not an error', () => {
    for (const wrong of [{}, { name: 'Error' }, { message: 1, name: 'Error' }, 'Error', null]) {
      expect(ErrorSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('errors', () => {
  it('are distinguished by class, name and code', () => {
    const error = new TestError('a', { phase: 'load' });
    expect(error).toBeInstanceOf(LoadcellError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code]).toEqual(['TestError', 'TEST']);
    expect(new ResourceError('b', { resource: 'memory', limit: 1, actual: 2 }).code).toBe(
      'RESOURCE',
    );
    expect(new ConfigError('c').code).toBe('CONFIG');
  });

  it('keep the cause for whoever debugs', () => {
    const cause = new Error('first');
    expect(new TestError('a', { phase: 'load' }, { cause }).cause).toBe(cause);
  });
});
