import {
  elapsedMs,
  isSuccessful,
  isAttempted,
  timesMs,
} from '../../../metric/measure/service-requests.ts';
import { quantileOfSorted, sortAscending } from '../../../stats/quantile.ts';
import type { ClientUsage } from '../../../spec/quality/client-usage.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { Stage } from '../../../stream/stage/stages.ts';
import { neededCount } from '../../../verdict/enough-samples.ts';
import { cpuWaitShare, skewsTimes } from '../cpu-waiting.ts';
import {
  figure,
  inEachStage,
  type FindingDefinition,
  type StageView,
  type StageFinding,
} from '../finding.ts';
import { limitsReached } from './client-limit.ts';

/** Delays up to this are ignored, ms. */
const NEGLIGIBLE_MS = 5;

/** Send delay above this share of median latency is reported. */
const SHARE = 0.05;

/** Fewer delayed requests are ignored: one pause of the machine delays a few that are scheduled together. */
const LEAST_SHARE = 0.01;
const LEAST_REQUESTS = 3;

/** Above this share of a core, the client's busiest thread has no time left. */
const BUSY = 0.9;

/** Percentiles of latency that criteria judge, and their probabilities. */
const JUDGED = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

export const sendDelayLarge: FindingDefinition = {
  name: 'send-delay',
  meaning:
    'The client sent scheduled requests late. A warning where that moves a percentile of latency, else a note. Delays by a limit of the client are in client-limit.',
  section: 'dataQuality',
  look: inEachStage((stage) => {
    const { result, streams } = stage;
    if (!hasSchedule(streams.stage) || limitsReached(clientsOf(stage)).length > 0) return [];
    const sent = streams.requests.filter((row) => isAttempted(row) && !Number.isNaN(row.sentNs));
    const delaysMs = sortAscending(timesMs(sent, isAttempted, 'scheduledNs', 'sentNs'));
    const latencyMs = result.measurements['responseLatency']?.p50 ?? Number.NaN;
    const boundMs = boundOf(latencyMs);
    const late = delaysMs.filter((ms) => ms > boundMs).length;
    if (late < LEAST_REQUESTS || !(late > LEAST_SHARE * delaysMs.length)) return [];
    return [
      {
        severity: movesPercentile(sent) ? 'warning' : 'note',
        finding: 'The client sent requests late',
        evidence: [
          figure('send delay p99', 'ms', quantileOfSorted(delaysMs, 0.99)),
          figure('late requests', 'count', late),
          figure('latency p50', 'ms', latencyMs),
          ...connecting(sent.filter((row) => elapsedMs(row, 'scheduledNs', 'sentNs') > boundMs)),
        ],
        advice: `Latency includes this delay. ${remedyFor(stage)}`,
      } satisfies StageFinding,
    ];
  }),
};

/** A request of a closed loop, or of one user, is sent when the one before it ends. */
function hasSchedule({ load }: Stage): boolean {
  return load.kind !== 'closed' && load.kind !== 'sequential';
}

function clientsOf({ result: { client } }: StageView): ClientUsage[] {
  return client === undefined ? [] : [client];
}

/** The delay above which a latency is skewed, both in ms. */
function boundOf(latencyMs: number): number {
  return Math.max(NEGLIGIBLE_MS, SHARE * latencyMs);
}

/** Whether a percentile of latency would be lower by more than the bound if every request had been sent on schedule. */
function movesPercentile(sent: readonly RequestRow[]): boolean {
  const measuredMs = sortAscending(timesMs(sent, isSuccessful, 'scheduledNs', 'endNs'));
  const punctualMs = sortAscending(timesMs(sent, isSuccessful, 'sentNs', 'endNs'));
  return JUDGED.some(([percentile, probability]) => {
    if (measuredMs.length < neededCount(percentile)) return false;
    const measured = quantileOfSorted(measuredMs, probability);
    return measured - quantileOfSorted(punctualMs, probability) > boundOf(measured);
  });
}

/** How many of the late requests waited for a new connection. */
function connecting(late: readonly RequestRow[]): StageFinding['evidence'] {
  const connected = late.filter(({ connectedNs }) => !Number.isNaN(connectedNs)).length;
  return connected === 0 ? [] : [figure('on a new connection', 'count', connected)];
}

function remedyFor(stage: StageView): string {
  if (isShortOfCpu(stage)) return 'Lower the rate or give the client more CPU.';
  // JavaScript passes requests to an engine, which has no connections.
  if (clientsOf(stage).length === 0) {
    return 'No CPU contention was measured; the likely cause is JavaScript work at the scheduled starts, such as garbage collection. Lower the rate.';
  }
  return 'No CPU contention was measured. Check how fast the server accepts connections, or lower the rate.';
}

function isShortOfCpu(stage: StageView): boolean {
  const isBusy = clientsOf(stage).some(({ busyRatio }) => busyRatio > BUSY);
  const { streams } = stage;
  return isBusy || skewsTimes(cpuWaitShare(streams, streams.stage.windows));
}
