import { WireError } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { asTargetError } from '../../../src/target/transport/wire-rows.ts';

describe('the error of a wire that does not start', () => {
  it.each([
    [
      new WireError('THREAD', 'Cannot start thread x: no memory. Stop other programs.'),
      { code: 'WIRE_THREAD', summary: 'Cannot start thread x: no memory.' },
      'stop other programs',
    ],
    [
      new WireError('DNS', 'Cannot resolve x (ENOTFOUND). Check the spelling.'),
      { code: 'dns', kind: 'dns', summary: 'Cannot resolve x (ENOTFOUND).' },
      'check the spelling',
    ],
    [
      new WireError('CONNECT', 'Cannot open any of 2 connections to x: too many open files.', {
        failure: 'too-many-files',
      }),
      { code: 'too-many-files', kind: 'too-many-files' },
      'raise the limit on open files (ulimit -n), or use fewer connections',
    ],
    [
      new WireError('CONNECT', 'Cannot open any of 2 connections to x: refused.', {
        failure: 'refused',
      }),
      { code: 'refused', kind: 'refused' },
      undefined,
    ],
  ])('has its advice as help: %s', (cause, parts, help) => {
    const error = asTargetError(cause);
    expect(error).toMatchObject({ ...parts, cause });
    expect(error.help).toBe(help);
  });
});
