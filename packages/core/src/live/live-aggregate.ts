import { nowNs } from '../stream/clock.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import type { SampleColumns } from '../stream/columns/sample-columns.ts';
import type { StreamObserver } from '../stream/stream-observer.ts';
import type { LiveFigures, LiveSource } from './live-figures.ts';
import { PhaseAggregate } from './phase-aggregate.ts';
import { ResidentMemory } from './resident-memory.ts';
import type { PlannedPhase } from './planned-phase.ts';

/**
 * Observes a run and reports its state at any time. It counts and keeps no rows: about 40 kB plus 20 kB per stage for
 * a run of any length, and a few additions per row. Its figures are for progress and dashboards; report numbers come
 * only from the recorded data.
 */
export class LiveAggregate implements StreamObserver, LiveSource {
  readonly #clock: () => number;
  readonly #memory = new ResidentMemory();
  readonly #phases: PhaseAggregate[] = [];
  #toCome: readonly PlannedPhase[];
  #phaseCount: number;
  #beganNs = Number.NaN;
  #current: PhaseAggregate | undefined;

  /**
   * @param plan the phases to run, in order
   * @param clock CLOCK_MONOTONIC nanoseconds
   */
  constructor(plan: readonly PlannedPhase[], clock: () => number = nowNs) {
    this.#toCome = plan;
    this.#phaseCount = plan.length;
    this.#clock = clock;
  }

  samples(batch: SampleColumns): void {
    this.#memory.add(batch);
  }

  request(row: RequestRow): void {
    this.#current?.request(row);
  }

  event(event: RunEvent): void {
    switch (event.kind) {
      case 'run-began':
        this.#beganNs = event.atNs;
        break;
      case 'phase-began':
        this.#begin(event.phase, event.atNs);
        break;
      case 'window-began':
        this.#current?.openWindow(event.window, event.atNs);
        break;
      case 'window-ended':
        this.#current?.closeWindow(event.atNs);
        break;
      case 'recording-began':
      case 'switch-began':
        this.#current?.beginWork(event.atNs);
        break;
      case 'stage-began':
        this.#current?.beginStage(event);
        break;
      case 'stage-ended':
        this.#current?.endStage(event.stage);
        break;
      case 'phase-ended':
        this.#current?.end(event.atNs, this.#memory.phasePeakBytes);
        this.#current = undefined;
        this.#memory.end();
        break;
      case 'phase-skipped':
        this.#takeFromPlan(event.phase);
        this.#phaseCount -= 1;
        break;
      default:
        break;
    }
  }

  figures(): LiveFigures {
    const atNs = this.#clock();
    const phases = this.#phases.map((phase) => phase.figures(atNs, this.#memory.phasePeakBytes));
    const current = phases.find(({ isInProgress }) => isInProgress);
    const toComeMs = this.#toCome.reduce((sum, { plannedMs }) => sum + plannedMs, 0);
    return {
      atNs,
      elapsedMs: Math.max(0, atNs - this.#beganNs) / 1e6,
      leftMs: (current?.leftMs ?? 0) + toComeMs,
      phases,
      phaseCount: this.#phaseCount,
      residentBytes: this.#memory.residentBytes,
      peakResidentBytes: this.#memory.peakBytes,
      processes: this.#memory.processes,
      samplingHz: this.#memory.samplingHz(atNs),
    };
  }

  residentTrace(columns: number): Float64Array {
    return this.#memory.trace(this.#clock(), columns);
  }

  #begin(name: string, atNs: number): void {
    const plan = this.#takeFromPlan(name) ?? { name, plannedMs: Number.NaN };
    this.#current = new PhaseAggregate(plan, atNs);
    this.#phases.push(this.#current);
    this.#memory.begin();
  }

  #takeFromPlan(name: string): PlannedPhase | undefined {
    const found = this.#toCome.find((phase) => phase.name === name);
    this.#toCome = this.#toCome.filter((phase) => phase !== found);
    return found;
  }
}
