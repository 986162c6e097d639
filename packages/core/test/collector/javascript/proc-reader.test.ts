import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProcReader } from '../../../src/collector/javascript/proc-reader.ts';
import { readProcUnits } from '../../../src/collector/javascript/proc-units.ts';
import { SamplingError } from '../../../src/collector/sampling-error.ts';

const PID = 77;
const units = { pageBytes: 16_384, clockTickNs: 1e7 };

/** A folder like /proc, with one process. */
function procWith(files: { readonly statm?: string; readonly stat?: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'loadcell-proc-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, String(PID)));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, `${PID}`, name), text);
  return root;
}

/** Flags of most processes. */
const FLAGS = 0x400100;
const EXITING = 0x4;

function statOf(state: string, flags = FLAGS): string {
  return `${PID} (a ) name S (1) ) ${state} 1 77 77 0 -1 ${flags} 900 0 3 0 250 50 0 0 20 0 9 0 4000 1 1`;
}

describe('a process read from /proc', () => {
  it('is read in the units of the machine, whatever its program name', () => {
    const root = procWith({ statm: '5000 1000 300 1 0 800 0\n', stat: statOf('S') });
    const reader = new ProcReader(PID, { root, units });
    onTestFinished(() => reader.close());
    expect(reader.read()).toEqual({
      rssBytes: 1000 * 16_384,
      sharedBytes: 300 * 16_384,
      cpuNs: 300 * 1e7,
    });
  });

  it.each([
    ['TARGET_ZOMBIE', { statm: '0 0 0 0 0 0 0\n', stat: statOf('Z') }],
    ['TARGET_ZOMBIE', { statm: '0 0 0 0 0 0 0\n', stat: statOf('R', FLAGS | EXITING) }],
    ['TARGET_NO_MEMORY', { statm: '0 0 0 0 0 0 0\n', stat: statOf('I') }],
    ['TARGET_NO_SUCH_PROCESS', { statm: '0 0 0 0 0 0 0\n' }],
    ['TARGET_NO_SUCH_PROCESS', {}],
  ])('is refused when there is nothing to sample: %s', (code, files) => {
    const root = procWith(files);
    const make = (): unknown => new ProcReader(PID, { root, units });
    expect(make).toThrow(SamplingError);
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});

describe('the units of this machine', () => {
  it('come from the kernel', () => {
    const { pageBytes, clockTickNs } = readProcUnits();
    expect(Math.log2(pageBytes) % 1).toBe(0);
    expect(clockTickNs).toBe(1e7);
  });

  it('are the usual ones if the kernel does not report them', () => {
    const path = join(procWith({ statm: '' }), String(PID), 'statm');
    expect(readProcUnits(path)).toEqual({ pageBytes: 4096, clockTickNs: 1e7 });
  });
});
