import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACT_VERSION, isNativeAddon } from '../../src/addon/addon-contract.ts';
import { loadNative, NativeLoadError } from '../../src/index.ts';

describe('loading the addon', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loadcell-load-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function load(): unknown {
    try {
      return loadNative(folder);
    } catch (error) {
      return error;
    }
  }

  it('returns what the contract defines', () => {
    expect(isNativeAddon(loadNative())).toBe(true);
  });

  it('names the platform without a binary and how to build one', () => {
    const error = load();
    expect(error).toBeInstanceOf(NativeLoadError);
    expect(error).toMatchObject({
      code: 'NATIVE_MISSING',
      message: expect.stringMatching(
        new RegExp(`${process.platform} on ${process.arch}.*npm run build:native`, 's'),
      ),
    });
  });

  it('keeps the cause when the system does not load the binary', () => {
    const target = join(folder, 'prebuilds', `${process.platform}-${process.arch}`);
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'broken.node'), 'not a shared object');
    expect(load()).toMatchObject({
      code: 'NATIVE_BROKEN',
      cause: expect.any(Error),
      message: expect.stringContaining('broken.node'),
    });
  });

  it('rejects another version of the addon', () => {
    const addon = loadNative();
    const { Sampler } = addon;
    expect(isNativeAddon({ ...addon, contractVersion: 0 })).toBe(false);
    expect(isNativeAddon({ contractVersion: CONTRACT_VERSION, Sampler })).toBe(false);
    expect(isNativeAddon(null)).toBe(false);
  });
});
