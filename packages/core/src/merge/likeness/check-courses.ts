import { moveNs, type AlignedPart } from '../clock/align-parts.ts';
import { isLoader, type Doubt } from '../part/merge-part.ts';

/** Whether every machine recorded its work to the end, with all files. */
export function checkCourses(parts: readonly AlignedPart[]): Doubt[] {
  return parts.flatMap((part): Doubt[] => {
    const { machine, damagedFiles } = part;
    const ended = part.events.find((event) => event.kind === 'run-ended');
    const work = isLoader(part) ? 'its run' : 'its recording';
    return [
      ...(ended === undefined ? [{ machine, reason: `${work} did not end` }] : []),
      ...(ended?.kind === 'run-ended' && ended.status === 'interrupted'
        ? [{ machine, reason: `${work} was interrupted` }]
        : []),
      ...damagedFiles.map((file) => ({ machine, reason: `${file} is incomplete` })),
    ];
  });
}

/** A machine that begins to send later than this share of the stage after the first was missing from its beginning. */
const LATE_SHARE = 0.05;

/** Machines that begin within this are not late, ms: their first arrivals differ. */
const LEAST_LATE_MS = 500;

/** Arrivals that may pass before the first of a slice, in each slice: gaps of Poisson arrivals are rarely this long. */
const MOST_GAPS = 8;

/** The first sends of a stage by machine, nanoseconds. */
interface StageStart {
  readonly machine: string;
  readonly beganNs: number;
  readonly endedNs: number;
}

/** Machines that began to send in a stage after the others: the load was not the one that was configured. */
export function checkStarts(parts: readonly AlignedPart[]): Doubt[] {
  const stages = new Map<string, { phase: string; stage: string; starts: StageStart[] }>();
  for (const part of parts.filter(isLoader)) {
    for (const event of part.events) {
      if (event.kind !== 'stage-ended' || !(event.windowEndedNs > event.windowBeganNs)) continue;
      const { phase, stage } = event;
      const key = JSON.stringify([phase, stage]);
      const found = stages.get(key) ?? { phase, stage, starts: [] };
      stages.set(key, found);
      if (found.starts.some(({ machine }) => machine === part.machine)) continue;
      const at = (ns: number): number => ns + moveNs(part, ns);
      const [beganNs, endedNs] = [at(event.windowBeganNs), at(event.windowEndedNs)];
      found.starts.push({ machine: part.machine, beganNs, endedNs });
    }
  }
  const remedy = remedyOf(parts);
  return [...stages.values()].flatMap(({ phase, stage, starts }) => {
    const firstNs = Math.min(...starts.map(({ beganNs }) => beganNs));
    const lastNs = Math.max(...starts.map(({ endedNs }) => endedNs));
    const allowedMs = Math.max(
      LEAST_LATE_MS,
      (LATE_SHARE * (lastNs - firstNs)) / 1e6,
      MOST_GAPS * gapMs(parts, stage, starts.length),
    );
    return starts.flatMap(({ machine, beganNs }): Doubt[] => {
      const lateMs = (beganNs - firstNs) / 1e6;
      if (!(lateMs > allowedMs)) return [];
      const late = `it began stage ${stage} ${(lateMs / 1000).toFixed(1)} s after the first machine`;
      return [{ machine, phase, reason: `${late}${remedy}` }];
    });
  });
}

/** How workers that were started by hand start together; empty where a coordinator started them. */
function remedyOf(parts: readonly AlignedPart[]): string {
  const loaders = parts.filter(isLoader);
  if (loaders.some(({ exchanged }) => exchanged !== undefined)) return '';
  const phases = new Set(
    loaders.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === 'phase-began' ? event.phase : [])),
    ),
  );
  // The others finish a phase that slice 0 runs alone before it does, and --start-at is for the first stage only.
  const alone = phases.size > 1 ? ' and --phase load' : '';
  return `; pass the same --start-at${alone} to every worker`;
}

/** Average time between two arrivals of one slice, ms; 0 for loads without arrivals, infinite where it varies. */
function gapMs(parts: readonly AlignedPart[], stage: string, slices: number): number {
  const began = parts
    .flatMap(({ events }) => events)
    .find((event) => event.kind === 'stage-began' && event.stage === stage);
  if (began?.kind !== 'stage-began') return 0;
  const { load } = began;
  switch (load.kind) {
    case 'sequential':
    case 'closed':
      return 0;
    case 'open':
    case 'sessions':
      return (1000 * slices) / load.ratePerSecond;
    case 'ramp':
    case 'trace':
    case 'users':
      return Infinity;
  }
}
