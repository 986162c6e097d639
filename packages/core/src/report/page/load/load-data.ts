import type { RunStreams } from '../../../stream/phase-streams.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../../stream/stage/stages.ts';
import { GapHistogram } from './gap-histogram.ts';
import { packNumbers } from '../pack-numbers.ts';
import type { PageLoad } from '../page-data.ts';
import { startNs } from '../request-data.ts';

/** Maximum number of stretches that the run is divided into. */
const MAX_STRETCHES = 400;

/** Minimum number of stretches, before their length is rounded up. */
const MIN_STRETCHES = 40;

/** Requests that a stretch should hold on average: one request does not make a rate. */
const REQUESTS_PER_STRETCH = 2;

/** The first readable length at or above `atLeastNs`: 1, 2 or 5 times a power of ten, at least 10 ms. */
function niceStepNs(atLeastNs: number): number {
  let stepNs = 1e7;
  for (const factor of [2, 2.5, 2]) if (stepNs < atLeastNs) stepNs *= factor;
  while (stepNs < atLeastNs) {
    for (const factor of [2, 2.5, 2]) if (stepNs < atLeastNs) stepNs *= factor;
  }
  return stepNs;
}

/** Sums over stretches of time. */
class LoadSums {
  readonly #fromNs: number;
  readonly #stepNs: number;
  readonly count: number;
  readonly tokens: Float64Array;
  readonly ended: Float64Array;
  readonly failed: Float64Array;
  readonly busyNs: Float64Array;
  readonly most: Float64Array;
  readonly gaps: GapHistogram;

  constructor(fromNs: number, stepNs: number, count: number) {
    this.#fromNs = fromNs;
    this.#stepNs = stepNs;
    this.count = count;
    this.tokens = new Float64Array(count);
    this.ended = new Float64Array(count);
    this.failed = new Float64Array(count);
    this.busyNs = new Float64Array(count);
    this.most = new Float64Array(count);
    this.gaps = new GapHistogram(count);
  }

  stretchOf(atNs: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor((atNs - this.#fromNs) / this.#stepNs)));
  }

  add(row: RequestRow): void {
    const { outcome, endNs, chunkNs, lastTokenNs, outputTokens } = row;
    const lastNs = Number.isNaN(lastTokenNs) ? endNs : lastTokenNs;
    const atEnd = this.stretchOf(Number.isNaN(endNs) ? startNs(row) : endNs);
    if (outcome !== 'ok' && outcome !== 'abandoned') {
      if (outcome !== 'cancelled') this.failed[atEnd] = (this.failed[atEnd] ?? 0) + 1;
      return;
    }
    if (outcome === 'ok') this.ended[atEnd] = (this.ended[atEnd] ?? 0) + 1;
    const events = Math.max(1, chunkNs.length);
    const tokensPerEvent = outputTokens / events;
    for (let index = 0; index < events; index += 1) {
      const atNs = chunkNs[index] ?? lastNs;
      const stretch = this.stretchOf(atNs);
      this.tokens[stretch] = (this.tokens[stretch] ?? 0) + tokensPerEvent;
      const gapNs = atNs - (chunkNs[index - 1] ?? Number.NaN);
      // Events of the same read have no gap between them.
      if (outcome === 'ok' && gapNs > 0) this.gaps.add(stretch, gapNs / 1e6);
    }
  }

  /** Adds a period with `level` requests in flight. */
  hold(level: number, fromNs: number, toNs: number): void {
    if (!(toNs > fromNs)) return;
    for (let stretch = this.stretchOf(fromNs); stretch <= this.stretchOf(toNs); stretch += 1) {
      const beganNs = this.#fromNs + stretch * this.#stepNs;
      const heldNs = Math.min(toNs, beganNs + this.#stepNs) - Math.max(fromNs, beganNs);
      if (heldNs <= 0) continue;
      this.busyNs[stretch] = (this.busyNs[stretch] ?? 0) + level * heldNs;
      this.most[stretch] = Math.max(this.most[stretch] ?? 0, level);
    }
  }
}

/** Throughput, concurrency and ITL over time, of measured requests and their warm-up; null without any. */
export function loadData({ phases, beganNs, endedNs }: RunStreams): PageLoad | null {
  const starts: number[] = [];
  const ends: number[] = [];
  visitLoad(phases, (row, phase) => {
    if (Number.isNaN(row.sentNs)) return;
    starts.push(row.sentNs);
    ends.push(Number.isNaN(row.endNs) ? phase.endedNs : row.endNs);
  });
  if (starts.length === 0) return null;
  const startsNs = Float64Array.from(starts).toSorted();
  const endsNs = Float64Array.from(ends).toSorted();
  const stretches = Math.min(
    MAX_STRETCHES,
    Math.max(MIN_STRETCHES, startsNs.length / REQUESTS_PER_STRETCH),
  );
  const stepNs = niceStepNs((endedNs - beganNs) / stretches);
  const count = Math.max(1, Math.ceil((endedNs - beganNs) / stepNs));
  const sums = new LoadSums(beganNs, stepNs, count);
  let isCounted = true;
  visitLoad(phases, (row) => {
    sums.add(row);
    if (row.outcome === 'ok' && Number.isNaN(row.outputTokens)) isCounted = false;
  });
  sweep(startsNs, endsNs, sums);
  const seconds = stepNs / 1e9;
  const rate = (sum: Float64Array) =>
    packNumbers(
      sum.map((one) => one / seconds),
      0.01,
    );
  return {
    fromMs: 0,
    stepMs: stepNs / 1e6,
    count,
    tokensPerSecond: isCounted ? rate(sums.tokens) : null,
    tokensReason: isCounted ? '' : 'the server did not report the token counts of every request',
    requestsPerSecond: rate(sums.ended),
    failuresPerSecond: rate(sums.failed),
    concurrency: packNumbers(
      sums.busyNs.map((one) => one / stepNs),
      0.01,
    ),
    concurrencyMax: packNumbers(sums.most, 1),
    gapMedianMs: packNumbers(sums.gaps.medians(), 0.001),
    gapMaxMs: packNumbers(sums.gaps.maxima, 0.001),
  };
}

function visitLoad(
  phases: RunStreams['phases'],
  visit: (row: RequestRow, phase: RunStreams['phases'][number]) => void,
): void {
  for (const phase of phases) {
    for (const row of phase.requests) if (isLoad(row)) visit(row, phase);
  }
}

/** Whether a request belongs to a load: it is measured, or part of the warm-up of a stage. */
function isLoad({ purpose, stage }: RequestRow): boolean {
  return stage !== '' || isMeasuredPurpose(purpose);
}

/** Visits starts and ends in time order; at equal timestamps, ends come first. */
function sweep(startsNs: Float64Array, endsNs: Float64Array, sums: LoadSums): void {
  let level = 0;
  let reachedNs = startsNs[0] ?? 0;
  let next = 0;
  for (const endNs of endsNs) {
    while ((startsNs[next] ?? Number.POSITIVE_INFINITY) < endNs) {
      const sentNs = startsNs[next] ?? endNs;
      sums.hold(level, reachedNs, sentNs);
      reachedNs = sentNs;
      level += 1;
      next += 1;
    }
    sums.hold(level, reachedNs, endNs);
    reachedNs = endNs;
    level -= 1;
  }
}
