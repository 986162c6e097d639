import type { EventOf } from '../stream/events/run-event.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { OomWatch, type OomKill, type SampledEnd } from './oom-watch.ts';

/** What the kernel did about the memory of a target, as events of a phase. */
export type KernelEvent =
  | Omit<EventOf<'oom-kill'>, 'phase'>
  | Omit<EventOf<'cgroup-changed'>, 'phase'>;

/** Finds in the survey what the kernel did about the memory of a target: whom it killed, and in which cgroup it counts. */
export class KernelWatch {
  readonly #oom = new OomWatch();
  readonly #changes: Omit<EventOf<'cgroup-changed'>, 'phase'>[] = [];
  #moves = 0;

  /** Looks through what a survey read; in order of time. */
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

  /** Whom the kernel killed so far. @param processes those that were sampled */
  kills(processes: readonly SampledEnd[]): OomKill[] {
    return this.#oom.kills(processes);
  }

  /** Processes that the kernel killed in the cgroup of the target; `NaN` where it does not say. */
  get killedInCgroup(): number {
    return this.#oom.killedInCgroup;
  }

  /**
   * All of it as events, in order of time.
   * @param processes those that were sampled
   * @param untilNs when the phase ended: what was read later happened before
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
