import { SOURCES_PER_CGROUP, type SurveyValue } from '../stream/rows/survey-stream.ts';

/** A process that was sampled, as far as its end is concerned. */
export interface SampledEnd {
  readonly pid: number;
  readonly program: string;
  /** `NaN` while it lives. */
  readonly exitedAtNs: number;
}

/** Processes that the kernel killed because memory ran out, between two reads of its counter. */
export interface OomKill {
  /** CLOCK_MONOTONIC nanoseconds: the counter was still lower at the first, and had risen by the second. */
  readonly fromNs: number;
  readonly atNs: number;
  /** How many the kernel counted. */
  readonly processes: number;
  /** Whether they were in the cgroup of the target, or anywhere on the machine. */
  readonly scope: 'cgroup' | 'machine';
  /** Sampled processes that ended as the counter rose. Which of them the kernel killed, it does not say. */
  readonly ended: readonly { readonly pid: number; readonly program: string }[];
}

type Rise = Omit<OomKill, 'ended'>;

const CGROUP_COLUMN = 'cgroupMemory.oomKills';

/** A process that the kernel kills is gone this soon after it was counted, nanoseconds; a little earlier by our stamps. */
const GONE_WITHIN_NS = 100e6;
const SEEN_BEFORE_NS = 20e6;

/**
 * Finds in the survey what the kernel killed for memory. The counter of the cgroup counts those who were in it; that of
 * the machine also strangers, so it counts here only where a sampled process ended as it rose.
 */
export class OomWatch {
  readonly #counters = new Map<string, { readonly value: number; readonly atNs: number }>();
  readonly #rises: Rise[] = [];

  /** Looks through what a survey read; in order of time. */
  look(values: readonly SurveyValue[]): void {
    for (const { column, source, value, timeNs } of values) {
      // Groups above the target's own count strangers too.
      const isOwn = column === CGROUP_COLUMN && source % SOURCES_PER_CGROUP === 0;
      if (!isOwn && column !== 'memoryEvents.machineOomKills') continue;
      const key = `${column} ${source}`;
      const known = this.#counters.get(key);
      this.#counters.set(key, { value, atNs: timeNs });
      if (known === undefined || value <= known.value) continue;
      this.#rises.push({
        fromNs: known.atNs,
        atNs: timeNs,
        processes: value - known.value,
        scope: isOwn ? 'cgroup' : 'machine',
      });
    }
  }

  /** Processes that were killed in the cgroup of the target; `NaN` where the kernel does not count them. */
  get killedInCgroup(): number {
    const isCounted = [...this.#counters.keys()].some((key) => key.startsWith(CGROUP_COLUMN));
    if (!isCounted) return Number.NaN;
    return this.#rises
      .filter(({ scope }) => scope === 'cgroup')
      .reduce((sum, { processes }) => sum + processes, 0);
  }

  /** What was killed so far. @param processes those that were sampled */
  kills(processes: readonly SampledEnd[]): OomKill[] {
    const ofCgroup = this.#rises.filter(({ scope }) => scope === 'cgroup');
    return this.#rises.flatMap((rise) => {
      const ended = processes.filter(({ exitedAtNs }) => endedIn(rise, exitedAtNs));
      if (rise.scope === 'machine' && (ended.length === 0 || ofCgroup.some(isWithin(rise))))
        return [];
      return [{ ...rise, ended: ended.map(({ pid, program }) => ({ pid, program })) }];
    });
  }
}

/** Whether a process that ended then may be one that the kernel had counted. */
function endedIn({ fromNs, atNs }: Rise, exitedAtNs: number): boolean {
  return exitedAtNs >= fromNs - SEEN_BEFORE_NS && exitedAtNs <= atNs + GONE_WITHIN_NS;
}

/** The counter of the machine counts the kills in a cgroup as well, and is read less often. */
function isWithin(machine: Rise) {
  return ({ fromNs, atNs }: Rise): boolean => atNs >= machine.fromNs && fromNs <= machine.atNs;
}
