import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { platformAddon, platformPackage } from '../../src/addon/platform-package.ts';

const NAME = platformPackage() ?? '';

/** An installed @loadcell/native of version 1.2.3, with the package of the platform in a version. */
function installed(version?: string): { readonly own: string; readonly packaged: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-platform-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, of: string): string => {
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name, version: of }));
    return place;
  };
  if (version !== undefined) write(NAME, version);
  const packaged = path.join(folder, 'node_modules', NAME);
  return { own: write('@loadcell/native', '1.2.3'), packaged };
}

describe.runIf(process.platform === 'linux')('the package of the platform', () => {
  it('is named by system, processor and C library', () => {
    expect(NAME).toMatch(/^@loadcell\/native-linux-(?:x64|arm64)-(?:gnu|musl)$/);
  });

  it('has the addon', () => {
    const { own, packaged } = installed('1.2.3');
    expect(platformAddon(own)).toBe(path.join(packaged, 'loadcell.node'));
  });

  it('must be installed', () => {
    const { own } = installed();
    expect(() => platformAddon(own)).toThrowError(
      expect.objectContaining({ code: 'NATIVE_MISSING', message: expect.stringContaining(NAME) }),
    );
  });

  it('must have the version of the rest', () => {
    const { own } = installed('1.2.4');
    expect(() => platformAddon(own)).toThrowError(
      expect.objectContaining({ code: 'NATIVE_MISMATCH' }),
    );
  });
});
