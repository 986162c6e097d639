import { describe, expect, it } from 'vitest';
import { CONTRACT_VERSION } from '../../src/addon/addon-contract.ts';
import {
  brokenError,
  deniedError,
  otherContractError,
  otherPlatformError,
  otherVersionError,
  packageMissingError,
  unbundledError,
} from '../../src/addon/load-errors.ts';

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
    ['libc.so: cannot open shared object file: No such file or directory', /glibc or musl/],
    ['/lib/x86_64-linux-gnu/libc.so: invalid ELF header', /glibc or musl/],
    [
      'Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by a.node)',
      /glibc or musl/,
    ],
    ['Error relocating a.node: unsupported relocation type 1026', /another processor/],
    ['Error loading shared library a.node: Operation not permitted', /mounted without noexec$/],
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

  it('say how to get the package of the platform, or to compile without it', () => {
    const what = { name: '@loadcell/native-linux-x64-gnu', version: '1.2.3', own: '/at/native' };
    const error = packageMissingError(what, new Error('not found'));
    expect(error).toMatchObject({ code: 'NATIVE_MISSING' });
    expect(error.summary).toContain(what.name);
    expect(error.help).toContain(`npm install ${what.name}@1.2.3`);
    expect(error.help).toContain('node-gyp rebuild --directory /at/native');
  });

  it('name the package that is there when packages were installed on another platform', () => {
    const what = {
      name: '@loadcell/native-linux-x64-musl',
      other: '@loadcell/native-linux-x64-gnu',
    };
    const error = otherPlatformError(what, new Error('not found'));
    expect(error).toMatchObject({ code: 'NATIVE_MISSING' });
    expect(error.summary).toContain(what.name);
    expect(error.summary).toContain(what.other);
    expect(error.help).toMatch(/install again on this system$/);
  });

  it('name both versions when they differ', () => {
    const name = '@loadcell/native-linux-x64-gnu';
    const error = otherVersionError({ name, version: '1.0.0', wanted: '1.2.3', folder: '/a/b' });
    expect(error).toMatchObject({ code: 'NATIVE_MISMATCH' });
    expect(error.message).toMatch(/in \/a\/b has version 1\.0\.0.*1\.2\.3/);
    expect(error.help).toContain(`${name}@1.2.3`);
  });

  it('name both contracts when an addon has other exports', () => {
    expect(otherContractError('/a/b.node', { contractVersion: 3 })).toMatchObject({
      code: 'NATIVE_MISMATCH',
      summary: expect.stringContaining(`its contract is 3, not ${CONTRACT_VERSION}.`),
    });
    expect(otherContractError('/a/b.node', {}).summary).toContain('its contract is none');
  });

  it('name a binary that its package lacks', () => {
    const cause = Object.assign(new Error("ENOENT: no such file, open '/a/b.node'"), {
      code: 'ENOENT',
    });
    expect(brokenError('/a/b.node', cause)).toMatchObject({
      code: 'NATIVE_MISSING',
      summary: 'The native sampler /a/b.node is missing from its package.',
    });
  });

  it('quote a path in a command', () => {
    const what = { name: 'n', version: '1.2.3', own: "/my files/it's" };
    expect(packageMissingError(what, undefined).help).toContain(
      String.raw`--directory '/my files/it'\''s'`,
    );
  });
});
