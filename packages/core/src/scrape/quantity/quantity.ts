/** Units of quantities; prefixes and percentages are converted, so that no other unit exists. */
type QuantityUnit =
  | 'milliseconds'
  | 'bytes'
  | 'ratio'
  | 'joules'
  | 'watts'
  | 'celsius'
  | 'megahertz'
  | 'requests'
  | 'tokens'
  | 'blocks'
  | 'count';

/** A level, a number that only grows, a distribution that only grows, or a state that holds until the next scrape. */
type QuantityKind = 'gauge' | 'counter' | 'histogram' | 'state';

/** How the series of several engines or devices combine; `each` must not be added. */
type Combination = 'sum' | 'max' | 'each';

/** Definition of a quantity that a server can report. */
export interface Quantity {
  readonly kind: QuantityKind;
  readonly unit: QuantityUnit;
  readonly combine: Combination;
  /** What it counts, as a noun phrase. */
  readonly description: string;
}

export function gauge(unit: QuantityUnit, combine: Combination, description: string): Quantity {
  return { kind: 'gauge', unit, combine, description };
}

export function counter(unit: QuantityUnit, description: string): Quantity {
  return { kind: 'counter', unit, combine: 'sum', description };
}

/** A distribution over requests, tokens or steps, named by the description. */
export function histogram(unit: QuantityUnit, description: string): Quantity {
  return { kind: 'histogram', unit, combine: 'sum', description };
}

export function state(description: string): Quantity {
  return { kind: 'state', unit: 'count', combine: 'each', description };
}
