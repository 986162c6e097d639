import { describe, expect, test } from 'vitest';
import { KernelWatch } from '../../src/collector/kernel-watch.ts';
import { OomWatch } from '../../src/collector/oom-watch.ts';
import type { SurveyValue } from '../../src/stream/rows/survey-stream.ts';

const OWN = 'cgroupMemory.oomKills';
const MACHINE = 'memoryEvents.machineOomKills';

function read(
  column: string,
  values: readonly (readonly [ms: number, value: number])[],
  source = 0,
) {
  return values.map(([ms, value]): SurveyValue => ({
    timeNs: ms * 1e6,
    pid: 0,
    source,
    column,
    value,
  }));
}

function ended(pid: number, ms: number) {
  return { pid, program: `p${pid}`, exitedAtNs: ms * 1e6 };
}

describe('OOM kills', () => {
  test('equal the rise of the cgroup counter, with the processes that ended at that time', () => {
    const watch = new OomWatch();
    watch.look(
      read(OWN, [
        [0, 5],
        [20, 5],
        [40, 7],
      ]),
    );
    // The second was killed, too, on a machine that gave it no CPU to exit.
    const processes = [ended(1, 10), ended(2, 380), ended(3, 900), ended(4, Number.NaN)];
    expect(watch.kills([...processes])).toEqual([
      {
        fromNs: 20e6,
        atNs: 40e6,
        processes: 2,
        scope: 'cgroup',
        ended: [
          { pid: 1, program: 'p1' },
          { pid: 2, program: 'p2' },
        ],
      },
    ]);
    expect(watch.killedInCgroup).toBe(2);
  });

  test('before the first reading or in groups above do not count', () => {
    const watch = new OomWatch();
    watch.look(
      read(OWN, [
        [0, 9],
        [20, 9],
      ]),
    );
    watch.look(
      read(
        OWN,
        [
          [0, 1],
          [20, 3],
        ],
        1,
      ),
    );
    expect(watch.kills([ended(1, 10)])).toEqual([]);
    expect(watch.killedInCgroup).toBe(0);
  });

  test('after a move to another cgroup count from its first reading', () => {
    const watch = new OomWatch();
    watch.look(
      read(OWN, [
        [0, 0],
        [20, 0],
      ]),
    );
    watch.look(
      read(
        OWN,
        [
          [40, 8],
          [60, 9],
        ],
        32,
      ),
    );
    expect(watch.kills([])).toMatchObject([{ processes: 1, fromNs: 40e6 }]);
  });

  test('on the machine count only if a sampled process ended and the cgroup counter did not rise', () => {
    const watch = new OomWatch();
    watch.look(
      read(MACHINE, [
        [0, 1],
        [100, 2],
      ]),
    );
    expect(watch.kills([])).toEqual([]);
    expect(watch.kills([ended(1, 90)])).toMatchObject([{ scope: 'machine', processes: 1 }]);
    watch.look(
      read(OWN, [
        [40, 0],
        [60, 1],
      ]),
    );
    expect(watch.kills([ended(1, 90)])).toMatchObject([{ scope: 'cgroup' }]);
  });

  test('are unknown if no counter was read', () => {
    expect(new OomWatch().killedInCgroup).toBeNaN();
  });
});

describe('kernel events', () => {
  test('are within the phase, even if read after its end', () => {
    const watch = new KernelWatch();
    watch.look(
      read(OWN, [
        [0, 0],
        [20, 1],
      ]),
    );
    expect(watch.events([], 15e6)).toMatchObject([{ kind: 'oom-kill', atNs: 15e6 }]);
  });

  test('include moves to another cgroup, and whether it is readable', () => {
    const watch = new KernelWatch();
    const levels = 'memoryEvents.cgroupLevels';
    const moves = 'memoryEvents.cgroupMoves';
    watch.look([
      ...read(moves, [
        [0, 0],
        [100, 1],
      ]),
      ...read(levels, [
        [0, 2],
        [100, 3],
      ]),
    ]);
    watch.look([
      ...read(moves, [
        [200, 1],
        [300, 2],
      ]),
      ...read(levels, [
        [200, 3],
        [300, 0],
      ]),
    ]);
    expect(watch.events([], 1e9)).toEqual([
      { kind: 'cgroup-changed', atNs: 100e6, isSeen: true },
      { kind: 'cgroup-changed', atNs: 300e6, isSeen: false },
    ]);
  });
});
