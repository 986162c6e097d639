import { SOURCES_PER_CGROUP, type SurveyValue } from '../stream/rows/survey-stream.ts';

/** The end of a sampled process. */
export interface SampledEnd {
  readonly pid: number;
  readonly program: string;
  /** `NaN` while it lives. */
  readonly exitedAtNs: number;
}

/** Processes that the kernel killed because memory ran out, between two readings of its counter. */
export interface OomKill {
  /** CLOCK_MONOTONIC nanoseconds: the counter rose after this reading and before the one at `atNs`. */
  readonly fromNs: number;
  readonly atNs: number;
  /** Number of kills that the kernel counted. */
  readonly processes: number;
  /** Whether they were in the cgroup of the target, or anywhere on the machine. */
  readonly scope: 'cgroup' | 'machine';
  /** Sampled processes that ended as the counter rose; the kernel does not report which of them it killed. */
  readonly ended: readonly { readonly pid: number; readonly program: string }[];
}

type Rise = Omit<OomKill, 'ended'>;

const CGROUP_COLUMN = 'cgroupMemory.oomKills';

/**
 * A killed process is gone within this time after it was counted, ns; by our timestamps, up to 20 ms before. It needs CPU time to
 * exit: 340 ms were seen at a CPU pressure of 96%.
 */
const GONE_WITHIN_NS = 500e6;
const SEEN_BEFORE_NS = 20e6;

/**
 * Finds OOM kills in the survey. The cgroup's counter covers only processes in that cgroup; the machine's counter also
 * covers unrelated processes, so it counts only if a sampled process ended as it rose.
 */
export class OomWatch {
  readonly #counters = new Map<string, { readonly value: number; readonly atNs: number }>();
  readonly #rises: Rise[] = [];

  /** Scans survey values; call it in chronological order. */
  look(values: readonly SurveyValue[]): void {
    for (const { column, source, value, timeNs } of values) {
      // Groups above the target's own also count unrelated processes.
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

  /** Processes killed in the cgroup of the target; `NaN` if the kernel does not count them. */
  get killedInCgroup(): number {
    const isCounted = [...this.#counters.keys()].some((key) => key.startsWith(CGROUP_COLUMN));
    if (!isCounted) return Number.NaN;
    return this.#rises
      .filter(({ scope }) => scope === 'cgroup')
      .reduce((sum, { processes }) => sum + processes, 0);
  }

  /** OOM kills so far. @param processes the sampled processes */
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

/** Whether a process that ended at that time may be one that the kernel counted. */
function endedIn({ fromNs, atNs }: Rise, exitedAtNs: number): boolean {
  return exitedAtNs >= fromNs - SEEN_BEFORE_NS && exitedAtNs <= atNs + GONE_WITHIN_NS;
}

/** The machine's counter includes kills in a cgroup and is read less often. */
function isWithin(machine: Rise) {
  return ({ fromNs, atNs }: Rise): boolean => atNs >= machine.fromNs && fromNs <= machine.atNs;
}
