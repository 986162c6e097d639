import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Machine, SelfSample } from '../../src/doctor/machine.ts';

/** Properties of a fake machine: files of `/proc` and `/sys` by path, and the rest. */
export interface FakeMachineOptions extends Partial<Machine> {
  readonly files?: Readonly<Record<string, string>>;
}

/** A process that is sampled correctly. */
export const SELF_SAMPLE: SelfSample = {
  sampleCount: 60,
  peakRssBytes: 2 ** 26,
  achievedHz: 1000,
  isRealTime: true,
};

/** A healthy machine with only the given files; removed after the test. */
export function fakeMachine({ files = {}, ...rest }: FakeMachineOptions = {}): Machine {
  const root = mkdtempSync(path.join(tmpdir(), 'loadcell-doctor-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return {
    procDir: path.join(root, 'proc'),
    sysDir: path.join(root, 'sys'),
    outputDir: path.join(root, 'results', 'of', 'runs'),
    findCacheDir: () => path.join(root, 'cache'),
    nodeVersion: '20.20.2',
    processors: 4,
    permits: () => true,
    freeBytes: () => Promise.resolve(100 * 2 ** 30),
    cgroupLimit: () => ({ bytes: Infinity }),
    sampleSelf: () => Promise.resolve(SELF_SAMPLE),
    startEngine: () => Promise.resolve('1.2.3'),
    ...rest,
  };
}
