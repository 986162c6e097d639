import { formatMs } from '../../../metric/format/format-value.ts';
import { isAttempted, isSuccessful, timesMs } from '../../../metric/measure/service-requests.ts';
import { quantileOfSorted, sortAscending } from '../../../stats/quantile.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { StageResult } from '../../results/stage-result.ts';
import {
  figure,
  inEachLoad,
  type FindingDefinition,
  type RunView,
  type StageFinding,
} from '../finding.ts';
import { medianInterval, type MedianInterval } from '../median-interval.ts';

/** Medians that differ by less are alike, as a ratio. */
const MATERIAL = 1.2;

/** Half the width of each interval in standard deviations: with 200 machines, chance names one in a hundred runs. */
const DEVIATIONS = 4.06;

/** An error of a client below this multiple of the others' is alike: one pause makes a p99 several times as large. */
const FAR_ABOVE = 5;

/** Errors below this skew no latency, ms. */
const LEAST_DELAY_MS = 5;
const LEAST_TIMING_ERROR_MS = 1;

/** The p99 of fewer requests is that of the latest one. */
const LEAST_FOR_P99 = 100;

/** More machines are counted, not named. */
const MOST_NAMED = 3;

export const machineSkews: FindingDefinition = {
  name: 'machine-skews',
  meaning:
    'A machine that sends load measures other latency than the others, by 20% or more with confidence intervals that exclude equality, or its client is late or imprecise by five times as much. Requests are spread evenly, so the machine or its network is the cause, and percentiles over all machines are a mix.',
  section: 'dataQuality',
  look: inEachLoad(({ streams, result }, run) => {
    const machines = [...byMachine(streams.requests)];
    if (machines.length < 2) return [];
    return [
      ...unlike('TTFT', machines, (rows) => timesMs(rows, isSuccessful, 'sentNs', 'firstTokenNs')),
      ...unlike('service time', machines, (rows) => timesMs(rows, isSuccessful, 'sentNs', 'endNs')),
    ]
      .slice(0, 1)
      .concat(lateClients(machines, result), impreciseClients(run));
  }),
};

type Named = readonly [name: string, rows: readonly RequestRow[]];

function byMachine(rows: readonly RequestRow[]): ReadonlyMap<string, readonly RequestRow[]> {
  const found = new Map<string, RequestRow[]>();
  for (const row of rows) {
    if (row.machine === '') continue;
    const own = found.get(row.machine);
    if (own === undefined) found.set(row.machine, [row]);
    else own.push(row);
  }
  return found;
}

/** Machines whose median differs from that of the machine in the middle; of two, the slower one. */
function unlike(
  metric: string,
  machines: readonly Named[],
  timesOf: (rows: readonly RequestRow[]) => Float64Array,
): StageFinding[] {
  const medians = machines
    .flatMap(([name, rows]) => {
      const median = medianInterval(timesOf(rows), DEVIATIONS);
      return median === undefined ? [] : [{ name, ...median }];
    })
    .toSorted((one, other) => one.ms - other.ms);
  const middle = middleOf(medians);
  if (middle === undefined) return [];
  const odd = medians.filter((one) => isSlower(one, middle) || isSlower(middle, one));
  if (odd.length === 0) return [];
  return [
    {
      severity: 'warning',
      finding: `${namesOf(odd)} other ${metric} than the others`,
      evidence: [...odd.slice(0, MOST_NAMED), middle].map(({ name, ms, lowMs, highMs }) => ({
        name: `${metric} p50 of ${name}`,
        value: `${formatMs(ms)} (CI ${formatMs(lowMs)} to ${formatMs(highMs)})`,
      })),
      advice:
        'Percentiles over all machines mix both. Compare the network paths and the CPU of these machines, or replace the one that differs.',
    },
  ];
}

function isSlower(one: MedianInterval, other: MedianInterval): boolean {
  return one.ms >= MATERIAL * other.ms && one.lowMs > other.highMs;
}

/** The element in the middle, the lower one of two. */
function middleOf<Item>(sorted: readonly Item[]): Item | undefined {
  return sorted.length < 2 ? undefined : sorted[Math.floor((sorted.length - 1) / 2)];
}

function namesOf(odd: readonly { readonly name: string }[]): string {
  const named = odd.slice(0, MOST_NAMED).map(({ name }) => name);
  const rest = odd.length - named.length;
  const names = [...named, ...(rest === 0 ? [] : [`${rest} more`])].join(', ');
  return odd.length === 1 ? `Machine ${names} measures` : `Machines ${names} measure`;
}

/** A request of a closed loop is sent when the one before it ends. */
function lateClients(machines: readonly Named[], { load }: StageResult): StageFinding[] {
  if (load.kind === 'closed' || load.kind === 'sequential') return [];
  const delays = machines.flatMap(([name, rows]) => {
    const delaysMs = sortAscending(timesMs(rows, isAttempted, 'scheduledNs', 'sentNs'));
    const ms = quantileOfSorted(delaysMs, 0.99);
    return delaysMs.length < LEAST_FOR_P99 ? [] : [{ name, ms }];
  });
  return farAbove(delays, LEAST_DELAY_MS).map(([worst, middle]) => ({
    severity: 'warning',
    finding: `Machine ${worst.name} sends later than the others`,
    evidence: [worst, middle].map(({ name, ms }) => figure(`send delay p99 of ${name}`, 'ms', ms)),
    advice:
      'Latency includes its delay. Give this machine more CPU or a smaller share of the load.',
  }));
}

function impreciseClients({ results: { machines = [] } }: RunView): StageFinding[] {
  const errors = machines
    .filter(({ roles }) => roles.includes('load'))
    .map(({ name, timingErrorP99Ms: ms }) => ({ name, ms }));
  return farAbove(errors, LEAST_TIMING_ERROR_MS).map(([worst, middle]) => ({
    severity: 'warning',
    finding: `The timing error of machine ${worst.name} is far above that of the others`,
    evidence: [worst, middle].map(({ name, ms }) =>
      figure(`timing error p99 of ${name}`, 'ms', ms),
    ),
    advice: 'Give this machine a free core before trusting its latency.',
  }));
}

interface ErrorOfMachine {
  readonly name: string;
  readonly ms: number;
}

/** The machine with the largest error and the one in the middle, where the first is far above; else none. */
function farAbove(
  errors: readonly ErrorOfMachine[],
  leastMs: number,
): (readonly [worst: ErrorOfMachine, middle: ErrorOfMachine])[] {
  const sorted = errors
    .filter(({ ms }) => !Number.isNaN(ms))
    .toSorted((one, other) => one.ms - other.ms);
  const [worst, middle] = [sorted.at(-1), middleOf(sorted)];
  if (worst === undefined || middle === undefined) return [];
  return worst.ms >= leastMs && worst.ms > FAR_ABOVE * middle.ms ? [[worst, middle]] : [];
}
