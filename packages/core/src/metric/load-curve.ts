import { quantileOfSorted, sortInPlace } from '../stats/quantile.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { isGood, requestLatencyMs, type Objectives } from '../stream/request-objectives.ts';
import type { RequestRow } from '../stream/request-row.ts';
import type { EventOf } from '../stream/run-event.ts';
import { highestMet, lowestBroken } from '../stream/sweep-steps.ts';
import type { LoadCurve, LoadCurveStep, StepLatency } from './load-curve-schema.ts';
import { objectivesOf } from './objectives.ts';

/** Times that a user waits for: a request that failed is infinitely slow. Others are known of answers alone. */
const FELT_BY_USERS: ReadonlySet<string> = new Set(['timeToFirstTokenResponse', 'responseLatency']);

type StepEvent = EventOf<'sweep-step'>;

/** The curve of the sweep of a phase, recomputed from its streams; undefined where there was none. */
export function loadCurve(phase: PhaseStreams): LoadCurve | undefined {
  const events = phase.events.filter((event): event is StepEvent => event.kind === 'sweep-step');
  const objectives = objectivesOf(phase);
  const [first] = events;
  if (first === undefined || objectives === undefined) return undefined;
  const rows = phase.requests.filter(
    ({ purpose, outcome }) => purpose === 'sweep' && outcome !== 'cancelled',
  );
  const steps = events.map((event, index) => {
    const untilNs = events[index + 1]?.beganNs ?? Infinity;
    const own = rows.filter(
      ({ intendedNs }) => intendedNs >= event.beganNs && intendedNs < untilNs,
    );
    return stepOf(phase, event, own, objectives);
  });
  return {
    variable: first.variable,
    objectives: { ...objectives },
    neededAttainment: first.neededAttainment,
    steps,
    highestMet: highestMet(steps),
    lowestBroken: lowestBroken(steps) ?? Number.NaN,
  };
}

function stepOf(
  phase: PhaseStreams,
  event: StepEvent,
  rows: readonly RequestRow[],
  objectives: Objectives,
): LoadCurveStep {
  const { level, beganNs, endedNs, neededAttainment } = event;
  const seconds = (endedNs - beganNs) / 1e9;
  const good = rows.filter((row) => isGood(row, objectives));
  const within = rows.filter((row) => row.outcome === 'ok' && row.endNs <= endedNs);
  const attainment = rows.length === 0 ? 0 : good.length / rows.length;
  return {
    level,
    beganMs: (beganNs - phase.beganNs) / 1e6,
    durationMs: (endedNs - beganNs) / 1e6,
    requests: rows.length,
    offeredPerSecond: rows.filter(({ intendedNs }) => intendedNs <= endedNs).length / seconds,
    achievedPerSecond: within.length / seconds,
    goodputPerSecond: good.filter(({ endNs }) => endNs <= endedNs).length / seconds,
    attainment,
    latencies: Object.fromEntries(
      Object.keys(objectives).map((name) => [name, latencyOf(name, rows)]),
    ),
    isMet: attainment >= neededAttainment,
  };
}

function latencyOf(name: string, rows: readonly RequestRow[]): StepLatency {
  const timesMs = rows.flatMap((row) => {
    if (row.outcome !== 'ok') return FELT_BY_USERS.has(name) ? [Infinity] : [];
    const ms = requestLatencyMs(name, row);
    return Number.isNaN(ms) ? [] : [ms];
  });
  const ascending = sortInPlace(timesMs);
  return {
    p50: quantileOfSorted(ascending, 0.5),
    p95: quantileOfSorted(ascending, 0.95),
    p99: quantileOfSorted(ascending, 0.99),
  };
}
