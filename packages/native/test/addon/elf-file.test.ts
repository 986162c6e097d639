import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { binaryFault } from '../../src/addon/elf-file.ts';
import { findAddon } from '../../src/addon/load-native.ts';
import { launcherPath } from '../../src/index.ts';

const MACHINE_AT = 18;

function faultOf(content: Uint8Array): ReturnType<typeof binaryFault> {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-elf-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'a.node');
  writeFileSync(file, content);
  return binaryFault(file);
}

describe.runIf(process.platform === 'linux')('binaryFault', () => {
  it('finds none in the binaries of this platform', () => {
    expect(binaryFault(findAddon())).toBeUndefined();
    expect(binaryFault(launcherPath())).toBeUndefined();
    expect(binaryFault(process.execPath)).toBeUndefined();
  });

  it('finds a binary that ends early', () => {
    const whole = readFileSync(findAddon());
    for (const bytes of [0, 4, 63, 64, 5000, whole.length - 1]) {
      expect(faultOf(whole.subarray(0, bytes)), `${bytes} bytes`).toBe('truncated');
    }
  });

  it('finds a binary of another processor', () => {
    const other = Buffer.from(readFileSync(findAddon()));
    other.writeUInt16LE(243, MACHINE_AT);
    expect(faultOf(other)).toBe('other-processor');
  });

  it('finds a file that is no binary', () => {
    expect(faultOf(Buffer.from('<!DOCTYPE html>'))).toBe('not-a-binary');
  });

  it('accepts any file on a processor whose binaries are not known', () => {
    expect(binaryFault(process.execPath, 'riscv64')).toBeUndefined();
  });
});
