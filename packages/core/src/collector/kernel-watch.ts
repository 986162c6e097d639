import type { EventOf } from '../stream/events/run-event.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { OomWatch, type OomKill, type SampledEnd } from './oom-watch.ts';

/** Kernel actions on the memory of a target, as events of a phase. */
export type KernelEvent =
  | Omit<EventOf<'oom-kill'>, 'phase'>
  | Omit<EventOf<'cgroup-changed'>, 'phase'>;

/** Finds kernel actions on the memory of a target in the survey: OOM kills and moves to another cgroup. */
export class KernelWatch {
  readonly #oom = new OomWatch();
  readonly #changes: Omit<EventOf<'cgroup-changed'>, 'phase'>[] = [];
  #moves = 0;

  /** Scans survey values; call it in chronological order. */
  look(values: readonly SurveyValue[]): void {
    this.#oom.look(values);
    for (const { column, value, timeNs: atNs } of values) {
      if (column !== 'memoryEvents.cgroupMoves' || value <= this.#moves) continue;
      this.#moves = value;
      const isSeen = values.some(
        ({ column: other, timeNs, value: levels }) =>
          other === 'memoryEvents.cgroupLevels' && timeNs === atNs && levels > 0,
      );
      this.#changes.push({ kind: 'cgroup-changed', atNs, isSeen });
    }
  }

  /** OOM kills so far. @param processes the sampled processes */
  kills(processes: readonly SampledEnd[]): OomKill[] {
    return this.#oom.kills(processes);
  }

  /** Processes that the kernel killed in the cgroup of the target; `NaN` if it does not report them. */
  get killedInCgroup(): number {
    return this.#oom.killedInCgroup;
  }

  /**
   * All kernel actions as events, in chronological order.
   * @param processes the sampled processes
   * @param untilNs end of the phase: anything read later happened before it
   */
  events(processes: readonly SampledEnd[], untilNs: number): KernelEvent[] {
    const kills = this.kills(processes).map(({ ended, ...kill }): KernelEvent => ({
      kind: 'oom-kill',
      ...kill,
      ended: [...ended],
    }));
    return [...this.#changes, ...kills]
      .map((event) => ({ ...event, atNs: Math.min(event.atNs, untilNs) }))
      .toSorted((one, other) => one.atNs - other.atNs);
  }
}
