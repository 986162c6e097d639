import type { Random } from '../random.ts';

/** How the arrivals of a trace are changed. Its span stays. */
export interface TraceScaling {
  /** Factor of the rate: below 1 each request is kept with this probability, above 1 requests are repeated. */
  readonly scaleRate: number;
  /** Whether requests that share a time are spread, uniformly until the next time of the trace. */
  readonly isSpread: boolean;
}

/** One arrival of a changed trace. */
export interface ScaledArrival<Row> {
  readonly row: Row;
  /** 0 for the request itself, 1 for its first repetition. */
  readonly copy: number;
  readonly atNs: number;
}

/** Times this close are one step of a trace: recorded steps of seconds vary by a millisecond. */
const JITTER_NS = 2e6;

interface Step<Row> {
  readonly beginNs: number;
  readonly rows: { readonly row: Row; readonly atNs: number }[];
}

/**
 * Changes the arrivals of a trace, step by step, so that a trace may be larger than memory. A step is the requests of one
 * time. Repetitions arrive at random times until the next step; those of the last step within the gap before it. The order
 * of requests stays.
 * @param rows ascending by time
 * @param atNsOf time of a row, nanoseconds
 * @param random drawn from in the order of the rows, so that the beginning of a trace does not depend on its length
 */
export function* scaleTrace<Row>(
  rows: Iterable<Row>,
  atNsOf: (row: Row) => number,
  scaling: TraceScaling,
  random: Random,
): Generator<ScaledArrival<Row>> {
  let gapNs = 0;
  let current: Step<Row> | undefined;
  for (const step of stepsOf(rows, atNsOf)) {
    if (current !== undefined) {
      gapNs = step.beginNs - current.beginNs;
      yield* scaleStep(current, gapNs, scaling, random);
    }
    current = step;
  }
  if (current !== undefined) yield* scaleStep(current, gapNs, scaling, random);
}

function* stepsOf<Row>(rows: Iterable<Row>, atNsOf: (row: Row) => number): Generator<Step<Row>> {
  let step: Step<Row> | undefined;
  for (const row of rows) {
    const atNs = atNsOf(row);
    if (step === undefined || atNs - step.beginNs > JITTER_NS) {
      if (step !== undefined) yield step;
      step = { beginNs: atNs, rows: [] };
    }
    step.rows.push({ row, atNs });
  }
  if (step !== undefined) yield step;
}

function* scaleStep<Row>(
  { beginNs, rows }: Step<Row>,
  gapNs: number,
  { scaleRate, isSpread }: TraceScaling,
  random: Random,
): Generator<ScaledArrival<Row>> {
  const arrivals: ScaledArrival<Row>[] = [];
  for (const { row, atNs } of rows) {
    const count = countOf(scaleRate, random);
    for (let copy = 0; copy < count; copy += 1) {
      const isMoved = isSpread || copy > 0;
      arrivals.push({ row, copy, atNs: isMoved ? beginNs + random.fraction() * gapNs : atNs });
    }
  }
  const times = arrivals.map(({ atNs }) => atNs).toSorted((one, other) => one - other);
  if (!isSpread) {
    yield* arrivals.toSorted((one, other) => one.atNs - other.atNs);
    return;
  }
  // Times are drawn for the step, and given out in the order of its requests.
  for (const [place, arrival] of arrivals.entries()) {
    yield { ...arrival, atNs: times[place] ?? beginNs };
  }
}

/** How often a request is sent: the factor, rounded up or down at random. */
function countOf(scaleRate: number, random: Random): number {
  const whole = Math.floor(scaleRate);
  const rest = scaleRate - whole;
  return rest > 0 && random.fraction() < rest ? whole + 1 : whole;
}
