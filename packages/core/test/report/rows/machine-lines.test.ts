import { describe, expect, test } from 'vitest';
import type { MachineResult } from '../../../src/report/results/machine-result.ts';
import { describedMachine, machineLines } from '../../../src/report/rows/machine-lines.ts';

function machineOf(index: number, about: Partial<MachineResult> = {}): MachineResult {
  return {
    name: `m${index}`,
    roles: ['load'],
    slice: { index, count: 200 },
    requests: 100,
    clock: { source: 'exchanges', offsetNs: 1e6, driftPpm: 0, boundNs: 2e5 },
    timingErrorP99Ms: index / 1000,
    problems: [],
    ...about,
  };
}

describe('the lines of machines', () => {
  test('are one for each of a few', () => {
    expect(machineLines([machineOf(0), machineOf(1), machineOf(2)])).toHaveLength(4);
    expect(machineLines(undefined)).toEqual([]);
  });

  test('are a summary and the odd ones of many', () => {
    const machines = Array.from({ length: 200 }, (_, index) =>
      machineOf(index, index === 7 ? { problems: ['its run did not end'] } : {}),
    );
    const lines = machineLines(machines);
    expect(lines).toHaveLength(6);
    expect(lines[1]).toContain('Machine m7, slice 7/200');
    expect(lines[1]).toContain('unreliable: its run did not end');
    expect(lines[2]).toContain('Machine m199');
    expect(lines.at(-1)).toBe('196 more machines: 19,600 requests; results.json lists them.');
  });

  test('name a few of the machines without a known clock', () => {
    const clock = { source: 'wall-clock', offsetNs: 0, driftPpm: 0, boundNs: Number.NaN } as const;
    const machines = Array.from({ length: 9 }, (_, index) => machineOf(index, { clock }));
    expect(machineLines(machines)[0]).toContain('clocks of m0, m1, m2, m3, m4, 4 more aligned');
  });
});

describe('the machine of the environment', () => {
  test('is the first that sends load, of how many', () => {
    const watcher = machineOf(0, { roles: ['watch'] });
    expect(describedMachine([watcher, machineOf(1), machineOf(2)])).toBe(
      'm1, one of 3 (run.json lists all)',
    );
  });

  test('has a name alone where it is the only one, and none in a run that was not merged', () => {
    expect(describedMachine([machineOf(1)])).toBe('m1');
    expect(describedMachine(undefined)).toBe('');
  });
});
