import { faketimeLibrary } from './why-no-lab.ts';

/** How the clocks of a machine differ from those of the others. */
export interface ClockShift {
  /** Of CLOCK_MONOTONIC and CLOCK_BOOTTIME, by a time namespace. */
  readonly monotonicS?: number;
  /** Of wall time, by a preloaded library. */
  readonly wallS?: number;
}

/** What a shift puts before a command, and into its environment. */
export interface ShiftedCommand {
  readonly before: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A command whose clocks are shifted. */
export function shifted({ monotonicS, wallS }: ClockShift): ShiftedCommand {
  const before = monotonicS === undefined ? [] : ['unshare', '--time', `--monotonic=${monotonicS}`];
  if (wallS === undefined) return { before, env: {} };
  const library = faketimeLibrary();
  if (library === undefined) throw new Error('libfaketime is not installed.');
  const sign = wallS < 0 ? '' : '+';
  return {
    before,
    env: { LD_PRELOAD: library, FAKETIME: `${sign}${wallS}s`, FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  };
}
