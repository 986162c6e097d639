/** A line from the own clock to another one. */
export interface ClockLine {
  /** Own clock at which the offset is `offsetNs`. */
  readonly atNs: number;
  /** The other clock minus the own one at `atNs`, nanoseconds. */
  readonly offsetNs: number;
  /** Growth of the offset: nanoseconds per nanosecond of the own clock. */
  readonly drift: number;
}

/** A range of the own clock, nanoseconds. */
export interface ClockRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Rates of two clocks differ by less than this: kernels slew a clock by at most 500 ppm, and quartz is within 100. */
export const MOST_DRIFT = 1.2e-3;

/** The other clock minus the own one, at a time of the own clock, nanoseconds. */
export function offsetAt({ atNs, offsetNs, drift }: ClockLine, localNs: number): number {
  return offsetNs + drift * (localNs - atNs);
}

/** The other clock at a time of the own clock, nanoseconds. */
export function toRemoteNs(line: ClockLine, localNs: number): number {
  return localNs + offsetAt(line, localNs);
}
