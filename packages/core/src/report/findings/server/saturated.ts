import { formatMs, formatNumber } from '../../../metric/format/format-value.ts';
import { elapsedMs, isAttempted } from '../../../metric/measure/service-requests.ts';
import { isWithin, windowSeconds, type Span } from '../../../metric/measure/windows.ts';
import { median } from '../../../stats/quantile.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { Stage } from '../../../stream/stage/stages.ts';
import type { Evidence } from '../recommendation.ts';
import { figure, inEachLoad, type FindingDefinition, type StageFinding } from '../finding.ts';

/** More requests than this share outstanding at the end mean that the server did not keep up. */
const BEHIND_SHARE = 0.1;

/** With fewer requests, a share means nothing. */
const ENOUGH = 20;

/** Standard deviations that count as chance: requests in flight vary as Poisson numbers do. */
const DEVIATIONS = 3;

export const saturated: FindingDefinition = {
  name: 'saturated',
  meaning:
    'The request rate of a stage exceeded the capacity of the server, so latency depends on the length of the run.',
  section: 'throughput',
  look: inEachLoad(({ streams: { stage } }) => {
    const { kind } = stage.load;
    if (kind === 'closed' || kind === 'sequential') return [];
    const sent = stage.requests.filter(isAttempted);
    const sending = sendingOf(stage, sent);
    const seconds = sending === undefined ? 0 : windowSeconds([sending]);
    const rises = risesOf(stage);
    if (sending === undefined || !(seconds > 0)) return [];
    if (sent.length < ENOUGH && rises.length === 0) return [];
    const failed = sent.filter(({ outcome }) => outcome === 'error').length;
    const completed = sent.filter(
      ({ outcome, endNs }) => outcome === 'ok' && isWithin(sending, endNs),
    ).length;
    const inFlight = expectedInFlight(sent, sent.length / seconds);
    const behind = sent.length - failed - completed - inFlight;
    const chance = DEVIATIONS * Math.sqrt(inFlight);
    const isBehind = behind > BEHIND_SHARE * (sent.length - failed) && behind > chance;
    if (!isBehind && rises.length === 0) return [];
    return [
      {
        severity: 'warning',
        finding: "Saturated: the request rate exceeded the server's capacity",
        evidence: [
          figure('request rate', 'perSecond', sent.length / seconds),
          figure('completed', 'perSecond', completed / seconds),
          ...rises,
        ],
        advice:
          'Latency at this rate grows with run length. Measure latency at a lower rate; read this throughput as the capacity.',
      } satisfies StageFinding,
    ];
  }),
};

/** The rises that ended the stage; empty where it was not ended by over-saturation. */
function risesOf({ endedBy }: Stage): Evidence[] {
  if (endedBy?.kind !== 'saturated') return [];
  const { inFlight, ttftMs, spanMs } = endedBy;
  return [
    {
      name: `in the last ${formatMs(spanMs)}: in flight`,
      value: `${formatNumber(Math.round(inFlight.from))} to ${formatNumber(Math.round(inFlight.to))}`,
    },
    { name: 'TTFT', value: `${formatMs(ttftMs.from)} to ${formatMs(ttftMs.to)}` },
  ];
}

/** The part of the window with scheduled starts: a window that a number of requests ends lasts until the last response. */
function sendingOf({ windows, load }: Stage, sent: readonly RequestRow[]): Span | undefined {
  const window = windows.at(-1);
  if (window === undefined || !endsByCount(load)) return window;
  const lastNs = sent.reduce(
    (last, { scheduledNs }) => Math.max(last, scheduledNs),
    window.beganNs,
  );
  return { beganNs: window.beganNs, endedNs: Math.min(window.endedNs, lastNs) };
}

function endsByCount(load: Stage['load']): boolean {
  return load.kind === 'trace' || (load.kind !== 'ramp' && load.requests !== undefined);
}

/**
 * Requests in flight while a server keeps up: rate times latency (Little's law). The latency is that of the earliest third,
 * before a queue shows.
 */
function expectedInFlight(sent: readonly RequestRow[], perSecond: number): number {
  const timed = sent
    .filter(({ outcome }) => outcome === 'ok')
    .toSorted((one, other) => one.scheduledNs - other.scheduledNs);
  const early = timed.slice(0, Math.max(1, Math.floor(timed.length / 3)));
  const latencyMs = median(early.map((row) => elapsedMs(row, 'scheduledNs', 'endNs')));
  return Number.isNaN(latencyMs) ? 0 : (perSecond * latencyMs) / 1000;
}
