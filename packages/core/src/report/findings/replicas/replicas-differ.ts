import { formatMs, formatValue } from '../../../metric/format/format-value.ts';
import {
  countOf,
  isAttempted,
  isSuccessful,
  timesMs,
} from '../../../metric/measure/service-requests.ts';
import { boundsOfShare } from '../../../stats/distribution/binomial.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { inEachLoad, type FindingDefinition, type StageFinding } from '../finding.ts';
import { medianInterval, type MedianInterval } from '../median-interval.ts';
import { byReplica } from './by-replica.ts';

/** Medians and shares that differ by less are alike, as a ratio. */
const MATERIAL = 1.2;

/** Half the width of a 99% confidence interval, in standard deviations. */
const DEVIATIONS = 2.576;

/** Error of each bound of a 99% confidence interval. */
const SHARE_ERROR = 0.005;

export const replicasDiffer: FindingDefinition = {
  name: 'replicas-differ',
  meaning:
    'One replica is slower to the first token than another, or gets another share of the requests: by 20% or more, with 99% confidence intervals that exclude equality. Figures over all replicas are then a mix.',
  section: 'latency',
  look: inEachLoad(({ streams }) => {
    const replicas = [...byReplica(streams.requests)];
    if (replicas.length < 2) return [];
    return [...slowest(replicas), ...unlikeShares(replicas)];
  }),
};

type Named = readonly [name: string, rows: readonly RequestRow[]];

function slowest(replicas: readonly Named[]): StageFinding[] {
  const medians = replicas.flatMap(([name, rows]) => medianOf(name, rows));
  const [fast, ...others] = medians.toSorted((one, other) => one.ms - other.ms);
  const slow = others.at(-1);
  if (fast === undefined || slow === undefined) return [];
  if (!(slow.ms >= MATERIAL * fast.ms) || !(slow.lowMs > fast.highMs)) return [];
  return [
    {
      severity: 'warning',
      finding: `The replica ${slow.name} is slower than ${fast.name}`,
      evidence: [slow, fast].map(({ name, ms, lowMs, highMs }) => ({
        name: `TTFT p50 of ${name}`,
        value: `${formatMs(ms)} (99% CI ${formatMs(lowMs)} to ${formatMs(highMs)})`,
      })),
      advice:
        'Percentiles over all replicas mix both. Compare the settings, the hardware and the other load of the two.',
    },
  ];
}

function medianOf(
  name: string,
  rows: readonly RequestRow[],
): (MedianInterval & { name: string })[] {
  const median = medianInterval(timesMs(rows, isSuccessful, 'sentNs', 'firstTokenNs'), DEVIATIONS);
  return median === undefined ? [] : [{ name, ...median }];
}

function unlikeShares(replicas: readonly Named[]): StageFinding[] {
  const counts = replicas.map(([name, rows]) => ({ name, count: countOf(rows, isAttempted) }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const equal = 1 / counts.length;
  const unlike = counts.filter(({ count }) => {
    const share = count / total;
    const { low, high } = boundsOfShare(count, total, SHARE_ERROR);
    const isMaterial = share > MATERIAL * equal || share * MATERIAL < equal;
    return isMaterial && (low > equal || high < equal);
  });
  if (unlike.length === 0) return [];
  return [
    {
      severity: 'note',
      finding: 'Replicas got unlike shares of the requests',
      evidence: counts.map(({ name, count }) => ({
        name,
        value: formatValue('ratio', count / total),
      })),
      advice:
        'With least-in-flight, the faster replica, or one that refuses quickly, gets more. With fixed, conversations are unlike. Use --balance round-robin for equal shares.',
    },
  ];
}
