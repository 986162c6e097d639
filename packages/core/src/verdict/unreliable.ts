import {
  budgetOf,
  calibratedError,
  clientQuality,
  isOverBudget,
  overBudget,
  ownErrors,
  type OwnError,
} from '../metric/quality/client-quality.ts';
import type { TimingError } from '../metric/quality/arrival-quality.ts';
import { formatMs, formatNumber, formatRatio } from '../metric/format/format-value.ts';
import { countOf } from '../metric/measure/service-requests.ts';
import { samplingQuality } from '../metric/quality/sampling-quality.ts';
import type { ClientCalibration } from '../spec/quality/client-calibration.ts';
import type { ClientErrorBudget } from '../spec/quality/client-error-budget.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';

/** Missed ticks above this share of all ticks make memory figures unreliable. */
const MISSED_TICKS_BUDGET = 0.25;

const REMEDY =
  'Latency figures are unreliable. Give the client a free core or its own machine, ' +
  'or raise phases.load.calibration.budget if the error does not matter.';

/** Why the figures of a phase are unreliable, whatever its criteria found: one or two sentences each. */
export function reasonsUnreliable(phase: PhaseStreams): string[] {
  return [...unreliableSampler(phase), ...unreliableClient(phase), ...limitedClient(phase)];
}

function unreliableSampler(phase: PhaseStreams): string[] {
  const quality = samplingQuality(phase);
  if (quality === undefined) return [];
  const ticks = quality.tickCount + quality.missedTicks;
  const missed = quality.missedTicks / ticks;
  if (!(missed > MISSED_TICKS_BUDGET)) return [];
  return [
    `The sampler missed ${formatRatio(missed)} of its ticks (budget ${formatRatio(MISSED_TICKS_BUDGET)}), ` +
      'so memory figures are unreliable. Leave the sampler a core, or lower sampling.hz.',
  ];
}

function unreliableClient(phase: PhaseStreams): string[] {
  const quality = clientQuality(phase);
  if (quality === undefined) return [];
  const { known, areAll } = ownErrors(phase);
  const budget = budgetOf(quality);
  const own = budget === undefined ? [] : known.flatMap((error) => describeOwn(error, budget));
  // What the client did during the load is known: a calibration at another moment adds nothing.
  if (areAll) return own;
  const { calibrations, notCalibrated } = quality;
  const uncalibrated =
    notCalibrated?.cause === 'failed'
      ? [`Client calibration failed, so latency figures are unreliable. ${notCalibrated.reason}`]
      : [];
  return [...own, ...overBudget(calibrations).map(describeOverBudget), ...uncalibrated];
}

function describeOwn({ stage, error }: OwnError, budget: ClientErrorBudget): string[] {
  if (!isOverBudget(error, budget)) return [];
  return [
    `In stage ${stage} the client was kept from reading in time, and its timing error is over budget: ` +
      `${describeExcess(error, budget)}. ${REMEDY}`,
  ];
}

/** Requests that failed or waited because of this machine, not the server. */
function limitedClient(phase: PhaseStreams): string[] {
  const failed = countOf(phase.requests, ({ errorKind }) => errorKind === 'too-many-files');
  const portless = countOf(phase.requests, ({ errorKind }) => errorKind === 'no-ports');
  const limits = (clientQuality(phase)?.usage ?? []).map(({ usage }) => usage.limit);
  const delayed = limits
    .filter(({ cause }) => cause === 'descriptors')
    .reduce((sum, { requests }) => sum + requests, 0);
  const ports =
    portless === 0
      ? []
      : [
          `The client used every ephemeral port: ${countRequests(portless)} failed, so the load was not the one requested. ` +
            'Widen net.ipv4.ip_local_port_range, pass more addresses with --source-address, or lower the concurrency or the request rate.',
        ];
  if (failed + delayed === 0) return ports;
  const parts = [
    ...(failed > 0 ? [`${countRequests(failed)} failed`] : []),
    ...(delayed > 0 ? [`${countRequests(delayed)} waited`] : []),
  ];
  return [
    `The client reached its limit on open files: ${parts.join(' and ')}, so the load was not the one requested. ` +
      'Raise the limit (ulimit -n), or lower the concurrency or the request rate.',
    ...ports,
  ];
}

function countRequests(count: number): string {
  return `${formatNumber(count)} request${count === 1 ? '' : 's'}`;
}

function describeOverBudget(calibration: ClientCalibration): string {
  const { budget, concurrency, attempts } = calibration;
  const best = attempts.length > 1 ? ` (better of ${attempts.length} attempts)` : '';
  return (
    `Client timing error is over budget at concurrency ${formatNumber(concurrency)}${best}: ` +
    `${describeExcess(calibratedError(calibration), budget)}. ${REMEDY}`
  );
}

function describeExcess({ firstTokenMs, gapMs }: TimingError, budget: ClientErrorBudget): string {
  const parts = [
    ...excess('TTFT', firstTokenMs, budget.firstTokenMs),
    ...excess('ITL', gapMs, budget.gapMs),
  ];
  return `${parts.join(' and ')} (${budget.reason})`;
}

function excess(latency: string, errorMs: number, budgetMs: number): string[] {
  if (!(errorMs > budgetMs)) return [];
  return [`${latency} error p99 ${formatMs(errorMs)}, budget ${formatMs(budgetMs)}`];
}
