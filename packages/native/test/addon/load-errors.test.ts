import { describe, expect, it } from 'vitest';
import { brokenError, deniedError, unbundledError } from '../../src/addon/load-errors.ts';

function saidBy(message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_DLOPEN_FAILED' });
}

describe('load errors', () => {
  it.each([
    ['a.node: failed to map segment from shared object', /mounted without noexec$/],
    [
      'a.node: cannot open shared object file: Permission denied',
      /^put the package where this user can read it/,
    ],
    ["libc.so.6: version `GLIBC_2.38' not found (required by a.node)", /newer C library/],
    ['a.node: file too short', /reinstall the package$/],
  ])('suggest a fix for "%s"', (message, help) => {
    const cause = saidBy(message);
    const error = brokenError('a.node', cause);
    expect(error).toMatchObject({ code: 'NATIVE_BROKEN', cause });
    expect(error.summary).toContain(message);
    expect(error.help).toMatch(help);
    expect(error.message.startsWith(error.summary)).toBe(true);
  });

  it('name --no-addons when Node was started with it', () => {
    const cause = Object.assign(new Error('disabled'), { code: 'ERR_DLOPEN_DISABLED' });
    expect(brokenError('a.node', cause)).toMatchObject({
      code: 'NATIVE_DENIED',
      help: expect.stringContaining('--no-addons'),
    });
  });

  it('name the file that Node permissions deny', () => {
    const cause = Object.assign(new Error('restricted'), { resource: '/etc/alpine-release' });
    expect(deniedError(cause).summary).toContain('/etc/alpine-release');
  });

  it('name the package that a bundle lacks', () => {
    expect(unbundledError().help).toContain('@loadcell/native');
  });
});
