import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACT_VERSION, isNativeAddon } from '../../src/addon/addon-contract.ts';
import { findAddon } from '../../src/addon/load-native.ts';
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

  it.runIf(process.platform === 'linux')(
    'rejects a truncated binary, which would crash the process',
    () => {
      const target = join(folder, 'prebuilds', `${process.platform}-${process.arch}`);
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, 'half.node'), readFileSync(findAddon()).subarray(0, 100_000));
      expect(load()).toMatchObject({
        code: 'NATIVE_BROKEN',
        summary: expect.stringMatching(/^The native sampler .*half\.node is truncated\.$/),
        help: expect.stringContaining('reinstall'),
      });
    },
  );

  it('rejects another version of the addon', () => {
    const addon = loadNative();
    const { Sampler } = addon;
    expect(isNativeAddon({ ...addon, contractVersion: 0 })).toBe(false);
    expect(isNativeAddon({ contractVersion: CONTRACT_VERSION, Sampler })).toBe(false);
    expect(isNativeAddon(null)).toBe(false);
  });
});
