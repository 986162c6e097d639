import { LatencyHistogram, SHORTEST_MS } from '../../live/latency-histogram.ts';
import { isSuccessful } from '../../metric/measure/service-requests.ts';
import { isOverBudget, overBudget } from '../../metric/quality/client-quality.ts';
import { NEGLIGIBLE_ERROR_NS } from '../../spec/quality/negligible-error.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isLoader, type Doubt, type MergePart } from '../part/merge-part.ts';

/** Stages of which a smaller share of requests shows it have no known timing error. */
const LEAST_KNOWN = 0.99;

/** A smaller share of the events does not reach their p99. */
const BEYOND_P99 = 0.01;

/** The timing errors of the requests of one machine in one stage, counted as they pass. */
class StageErrors {
  readonly #first = new LatencyHistogram();
  readonly #largest = new LatencyHistogram();
  #requests = 0;
  #known = 0;
  #chunks = 0;
  #late = 0;

  record(row: RequestRow): void {
    this.#requests += 1;
    const isKnown =
      !Number.isNaN(row.readLatenessNs) &&
      (Number.isNaN(row.firstTokenNs) || !Number.isNaN(row.firstTokenErrorNs));
    if (isKnown) this.#known += 1;
    this.#first.record(orExact(row.firstTokenErrorNs) / 1e6);
    this.#largest.record(orExact(row.largestErrorNs) / 1e6);
    this.#chunks += row.chunkNs.length;
    this.#late += orExact(row.lateChunks);
  }

  get isKnown(): boolean {
    return this.#requests > 0 && this.#known >= LEAST_KNOWN * this.#requests;
  }

  get p99(): { firstTokenMs: number; gapMs: number } {
    const gapMs = p99Of(this.#largest);
    return {
      firstTokenMs: p99Of(this.#first),
      gapMs:
        this.#late > BEYOND_P99 * this.#chunks ? gapMs : Math.min(gapMs, NEGLIGIBLE_ERROR_NS / 1e6),
    };
  }
}

/** The histogram counts a shorter time as one of 1 µs: an exact timestamp has no error. */
function p99Of(histogram: LatencyHistogram): number {
  const ms = histogram.quantile(0.99);
  return ms < SHORTEST_MS ? 0 : ms;
}

function orExact(ns: number): number {
  return Number.isNaN(ns) ? 0 : ns;
}

/** Counts the timing errors of the clients of all machines while their requests are merged. */
export class ClientErrors {
  readonly #stages = new Map<string, Map<string, StageErrors>>();

  record(row: RequestRow): void {
    if (!isSuccessful(row) || Number.isNaN(row.lastTokenAfterNs)) return;
    const { machine, phase, stage } = row;
    const stages = this.#stages.get(machine) ?? new Map<string, StageErrors>();
    this.#stages.set(machine, stages);
    const name = JSON.stringify([phase, stage]);
    const errors = stages.get(name) ?? new StageErrors();
    stages.set(name, errors);
    errors.record(row);
  }

  /** The largest p99 of a machine over all stages, nanoseconds; of its calibrations where its requests do not show it. */
  p99Ns({ machine, events }: Pick<MergePart, 'machine' | 'events'>): number {
    const own = [...(this.#stages.get(machine)?.values() ?? [])]
      .filter(({ isKnown }) => isKnown)
      .map(({ p99 }) => p99);
    const calibrated = events.flatMap((event) =>
      event.kind === 'client-calibrated' ? [event.calibration] : [],
    );
    const errors =
      own.length > 0
        ? own.flatMap(({ firstTokenMs, gapMs }) => [firstTokenMs, gapMs])
        : calibrated.flatMap((one) => [one.firstTokenErrorMs.p99, one.gapErrorMs.p99]);
    const known = errors.filter((ms) => !Number.isNaN(ms));
    return known.length === 0 ? Number.NaN : Math.max(...known) * 1e6;
  }

  /** The machines whose clients were over their budget: pooled with others, their requests would hide it. */
  doubts(parts: readonly MergePart[]): Doubt[] {
    return parts
      .filter(isLoader)
      .flatMap((part) =>
        phasesOf(part).flatMap((phase) =>
          this.#reasonsOf(part, phase).map((reason) => ({ machine: part.machine, phase, reason })),
        ),
      );
  }

  #reasonsOf({ machine, events }: MergePart, phase: string): string[] {
    const inPhase = events.filter((event) => 'phase' in event && event.phase === phase);
    const calibrations = inPhase.flatMap((event) =>
      event.kind === 'client-calibrated' ? [event.calibration] : [],
    );
    const not = inPhase.find((event) => event.kind === 'client-not-calibrated');
    const budget = calibrations[0]?.budget ?? not?.budget;
    const stages = [...(this.#stages.get(machine) ?? [])]
      .map(([name, errors]) => ({ place: placeOf(name), errors }))
      .filter(({ place }) => place.phase === phase);
    const known = stages.filter(({ errors }) => errors.isKnown);
    const own = known.flatMap(({ place, errors }) =>
      budget === undefined || !isOverBudget(errors.p99, budget)
        ? []
        : [
            `the timing error of its client in stage ${place.stage} is over budget: ${excess(errors.p99, budget)}`,
          ],
    );
    if (known.length > 0 && known.length === stages.length) return own;
    const failed = not?.cause === 'failed' ? ['its client could not be calibrated'] : [];
    const over = overBudget(calibrations).map(({ firstTokenErrorMs, gapErrorMs, budget: of }) => {
      const error = { firstTokenMs: firstTokenErrorMs.p99, gapMs: gapErrorMs.p99 };
      return `the timing error of its client is over budget in its calibration: ${excess(error, of)}`;
    });
    return [...own, ...failed, ...over];
  }
}

function phasesOf({ events }: MergePart): string[] {
  return events.flatMap((event) => (event.kind === 'phase-began' ? [event.phase] : []));
}

function placeOf(name: string): { phase: string; stage: string } {
  const parsed: unknown = JSON.parse(name);
  const [phase = '', stage = ''] = Array.isArray(parsed) ? parsed.map(String) : [];
  return { phase, stage };
}

function excess(
  { firstTokenMs, gapMs }: { firstTokenMs: number; gapMs: number },
  budget: ClientErrorBudget,
): string {
  const parts = [
    ...(firstTokenMs > budget.firstTokenMs ? [`TTFT ${firstTokenMs.toFixed(3)} ms`] : []),
    ...(gapMs > budget.gapMs ? [`ITL ${gapMs.toFixed(3)} ms`] : []),
  ];
  return `${parts.join(' and ')} at p99`;
}
