import { clientQuality, overBudget } from '../metric/quality/client-quality.ts';
import { formatMs, formatNumber, formatRatio } from '../metric/format/format-value.ts';
import { countOf } from '../metric/measure/service-requests.ts';
import { samplingAccount } from '../metric/quality/sampling-quality.ts';
import type { ClientCalibration } from '../spec/account/client-calibration.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';

/** Share of the ticks that a sampler may miss before what it measured cannot be trusted. */
const MISSED_TICKS_BUDGET = 0.25;

/** Why what was measured in a phase cannot be trusted, whatever it says: one sentence or two for each reason. */
export function reasonsForDistrust(phase: PhaseStreams): string[] {
  return [...distrustOfSampler(phase), ...distrustOfClient(phase), ...distrustOfLimits(phase)];
}

function distrustOfSampler(phase: PhaseStreams): string[] {
  const account = samplingAccount(phase);
  if (account === undefined) return [];
  const ticks = account.tickCount + account.missedTicks;
  const missed = account.missedTicks / ticks;
  if (!(missed > MISSED_TICKS_BUDGET)) return [];
  return [
    `The sampler missed ${formatRatio(missed)} of its ticks (budget ${formatRatio(MISSED_TICKS_BUDGET)}): ` +
      'its memory figures cannot be trusted. Give it a free core, or ask for a lower rate.',
  ];
}

function distrustOfClient(phase: PhaseStreams): string[] {
  const dataQuality = clientQuality(phase);
  if (dataQuality === undefined) return [];
  const { calibrations, notCalibrated } = dataQuality;
  const untested =
    notCalibrated?.cause === 'failed'
      ? [
          `How far off the client's stamps are could not be found out, so its times cannot be trusted. ${notCalibrated.reason}`,
        ]
      : [];
  return [...overBudget(calibrations).map(describeOverBudget), ...untested];
}

/** Requests that this machine, not the server, kept from being sent when they were due. */
function distrustOfLimits(phase: PhaseStreams): string[] {
  const failed = countOf(phase.requests, ({ errorKind }) => errorKind === 'too-many-files');
  const limits = (clientQuality(phase)?.accounts ?? []).map(({ account }) => account.limit);
  const delayed = limits
    .filter(({ cause }) => cause === 'descriptors')
    .reduce((sum, { requests }) => sum + requests, 0);
  if (failed + delayed === 0) return [];
  const parts = [
    ...(failed > 0 ? [`${formatNumber(failed)} requests failed`] : []),
    ...(delayed > 0 ? [`${formatNumber(delayed)} requests waited`] : []),
  ];
  return [
    `The client reached its limit on open files: ${parts.join(' and ')}, so the load was not the one requested. ` +
      'Raise the limit (ulimit -n), or lower the concurrency or the request rate.',
  ];
}

function describeOverBudget(calibration: ClientCalibration): string {
  const { budget, firstTokenErrorMs, gapErrorMs, concurrency, attempts } = calibration;
  const parts = [
    ...excess('first tokens', firstTokenErrorMs.p99, budget.firstTokenMs),
    ...excess('gaps between tokens', gapErrorMs.p99, budget.gapMs),
  ];
  const times = attempts.length > 1 ? `, the better of ${attempts.length} attempts` : '';
  return (
    `The client's own stamps were off, with ${formatNumber(concurrency)} requests at once: ${parts.join(' and ')} ` +
    `(${budget.reason})${times}. Its times cannot be trusted: give the client a free core or a machine of its own, ` +
    'or raise phases.load.calibration.budget if the error does not matter.'
  );
}

function excess(what: string, errorMs: number, budgetMs: number): string[] {
  if (!(errorMs > budgetMs)) return [];
  return [`${what} by ${formatMs(errorMs)} at p99, over the budget of ${formatMs(budgetMs)}`];
}
