import { lengthBounds, type LengthSpec } from '../../workload/length-spec.ts';

/** A planned number, between two bounds that are equal where it is exact. */
export interface Amount {
  readonly least: number;
  /** `Infinity` without a bound. */
  readonly most: number;
  /** Whether both bounds are estimates. */
  readonly isAbout: boolean;
}

export function exactly(value: number): Amount {
  return { least: value, most: value, isAbout: false };
}

export function about(value: number): Amount {
  return { least: value, most: value, isAbout: true };
}

export function atLeast(value: number): Amount {
  return { least: value, most: Infinity, isAbout: false };
}

/** At most this, possibly 0. */
export function atMost(value: number): Amount {
  return between(0, value);
}

function between(least: number, most: number): Amount {
  return { least, most, isAbout: false };
}

/** The amount, and no more than a limit. */
export function limitedTo({ least, most, isAbout }: Amount, limit: number): Amount {
  if (least >= limit) return exactly(limit);
  return { least, most: Math.min(most, limit), isAbout };
}

export function amountOf(length: LengthSpec): Amount {
  const { min, max } = lengthBounds(length);
  return between(min, max);
}

export function plus(a: Amount, b: Amount): Amount {
  return {
    least: a.least + b.least,
    most: a.most + b.most,
    isAbout: a.isAbout || b.isAbout,
  };
}

export function times(a: Amount, b: Amount): Amount {
  return {
    least: a.least * b.least,
    most: a.most * b.most,
    isAbout: a.isAbout || b.isAbout,
  };
}

/** `500`, `about 300`, `≥ 64`, `≤ 2,304`: one bound, the upper one where both exist. */
export function formatAmount(
  { least, most, isAbout }: Amount,
  format: (value: number) => string,
): string {
  const sign = least === most ? '' : most === Infinity ? '≥ ' : '≤ ';
  return `${sign}${isAbout ? 'about ' : ''}${format(most === Infinity ? least : most)}`;
}
