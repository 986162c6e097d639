import {
  elapsedMs,
  isSuccessful,
  isAttempted,
  timesMs,
} from '../../../metric/measure/service-requests.ts';
import { quantileOfSorted, sortAscending } from '../../../stats/quantile.ts';
import type { ClientAccount } from '../../../spec/account/client-account.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { Stage } from '../../../stream/stage/stages.ts';
import { neededCount } from '../../../verdict/enough-samples.ts';
import { cpuWaitShare, skewsTimes } from '../cpu-waiting.ts';
import { figure, inEachStage, type Rule, type RuleStage, type StageFinding } from '../finding.ts';
import { limitsReached } from './own-limit.ts';

/** Delay that is never reported, ms. */
const NEGLIGIBLE_MS = 5;

/** Send delay above this share of median latency is reported. */
const SHARE = 0.05;

/** Requests that must be delayed so: one pause of the machine delays a few that are due together. */
const LEAST_SHARE = 0.01;
const LEAST_REQUESTS = 3;

/** Share of a core from which the client's busiest thread has none left. */
const BUSY = 0.9;

/** Percentiles of latency that criteria judge, and their probabilities. */
const JUDGED = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/**
 * A stage with a schedule that was sent late: a warning where that moves a percentile of latency that the requests suffice for,
 * a note otherwise. What a limit of the client delays is reported by
 * `own-limit`; the CPU is named only where it was seen to be short.
 */
export const sendDelayLarge: Rule = {
  name: 'send-delay',
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

/** Requests of a closed loop, and of one user, are sent whenever the one before them is over. */
function hasSchedule({ load }: Stage): boolean {
  return load.kind !== 'closed' && load.kind !== 'sequential';
}

function clientsOf({ result: { client } }: RuleStage): ClientAccount[] {
  return client === undefined ? [] : [client];
}

/** The delay beside a latency that is too much, both in ms. */
function boundOf(latencyMs: number): number {
  return Math.max(NEGLIGIBLE_MS, SHARE * latencyMs);
}

/** Whether a percentile of latency would be lower by more than the bound, had each request been sent on schedule. */
function movesPercentile(sent: readonly RequestRow[]): boolean {
  const measuredMs = sortAscending(timesMs(sent, isSuccessful, 'scheduledNs', 'endNs'));
  const punctualMs = sortAscending(timesMs(sent, isSuccessful, 'sentNs', 'endNs'));
  return JUDGED.some(([percentile, probability]) => {
    if (measuredMs.length < neededCount(percentile)) return false;
    const measured = quantileOfSorted(measuredMs, probability);
    return measured - quantileOfSorted(punctualMs, probability) > boundOf(measured);
  });
}

/** How many of the late requests waited for a connection of their own. */
function connecting(late: readonly RequestRow[]): StageFinding['evidence'] {
  const connected = late.filter(({ connectedNs }) => !Number.isNaN(connectedNs)).length;
  return connected === 0 ? [] : [figure('of them on a new connection', 'count', connected)];
}

function remedyFor(stage: RuleStage): string {
  if (isShortOfCpu(stage)) return 'Lower the rate or give the client more CPU.';
  // An engine is handed its requests by JavaScript, and has no connections.
  if (clientsOf(stage).length === 0) {
    return 'The CPU was not short: JavaScript was busy when they were due, such as with collecting garbage. Lower the rate.';
  }
  return 'The CPU was not short: check how fast the server accepts connections, or lower the rate.';
}

function isShortOfCpu(stage: RuleStage): boolean {
  const isBusy = clientsOf(stage).some(({ busyRatio }) => busyRatio > BUSY);
  const { streams } = stage;
  return isBusy || skewsTimes(cpuWaitShare(streams, streams.stage.windows));
}
