import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { launcherPath, NativeLoadError } from '../../src/index.ts';

function besideAddon(mode?: number, content: Uint8Array = readFileSync(launcherPath())): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-launcher-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (mode !== undefined) writeFileSync(path.join(folder, 'loadcell-launch'), content, { mode });
  return path.join(folder, 'a.node');
}

function refusal(addon: string): unknown {
  try {
    return launcherPath(addon);
  } catch (error) {
    return error;
  }
}

it('is a program in the folder of the addon', () => {
  expect(launcherPath()).toMatch(/loadcell-launch$/);
  const addon = besideAddon(0o755);
  expect(launcherPath(addon)).toBe(path.join(path.dirname(addon), 'loadcell-launch'));
});

it('suggests a fix when it is not executable or missing', () => {
  expect(refusal(besideAddon(0o644))).toMatchObject({
    code: 'NATIVE_BROKEN',
    help: expect.stringContaining('chmod +x'),
  });
  expect(refusal(besideAddon())).toBeInstanceOf(NativeLoadError);
  expect(refusal(besideAddon())).toMatchObject({ code: 'NATIVE_MISSING' });
});

it.runIf(process.platform === 'linux')(
  'is rejected when the system would run something else',
  () => {
    const half = readFileSync(launcherPath()).subarray(0, 1000);
    expect(refusal(besideAddon(0o755, half))).toMatchObject({
      code: 'NATIVE_BROKEN',
      summary: expect.stringMatching(/^The launcher .*loadcell-launch is truncated\.$/),
    });
    const page = Buffer.from('<html></html>');
    expect(refusal(besideAddon(0o755, page))).toMatchObject({
      summary: expect.stringMatching(/is not a program\.$/),
    });
  },
);
