/** Unit of the values of a quantity; powers of ten and shares are converted, so that no other unit exists. */
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

/** A level, a number that only grows, a distribution that only grows, or a condition that holds until the next scrape. */
type QuantityKind = 'gauge' | 'counter' | 'histogram' | 'state';

/** How the series of several engines or devices make one figure; `each` must not be added up. */
type Combination = 'sum' | 'max' | 'each';

/** Definition of what a server can report about itself. */
export interface Quantity {
  readonly kind: QuantityKind;
  readonly unit: QuantityUnit;
  readonly combine: Combination;
  /** What is counted, as a noun phrase for people. */
  readonly description: string;
}

export function gauge(unit: QuantityUnit, combine: Combination, description: string): Quantity {
  return { kind: 'gauge', unit, combine, description };
}

export function counter(unit: QuantityUnit, description: string): Quantity {
  return { kind: 'counter', unit, combine: 'sum', description };
}

/** Distribution over requests, tokens or steps, which the description names. */
export function histogram(unit: QuantityUnit, description: string): Quantity {
  return { kind: 'histogram', unit, combine: 'sum', description };
}

export function state(description: string): Quantity {
  return { kind: 'state', unit: 'count', combine: 'each', description };
}
