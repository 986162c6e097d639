import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileReason, isCodedError } from '../src/error-code.ts';

function failure(): unknown {
  try {
    return readFileSync('/nowhere/it, open');
  } catch (error) {
    return error;
  }
}

describe('an error of the system', () => {
  it('has a code', () => {
    expect(isCodedError(failure())).toBe(true);
    expect(isCodedError(new Error('plain'))).toBe(false);
    expect(isCodedError('ENOENT')).toBe(false);
  });

  it('has a reason without the call and the path', () => {
    expect(fileReason(failure())).toBe('ENOENT: no such file or directory');
    expect(fileReason(new Error('EISDIR: illegal operation on a directory, read'))).toBe(
      'EISDIR: illegal operation on a directory',
    );
    expect(fileReason(new Error('no space'))).toBe('no space');
  });
});
