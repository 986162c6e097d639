import { describeLoad } from '../../metric/format/describe-load.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { describeEnding } from '../../stream/stage/describe-ending.ts';
import type { Stage } from '../../stream/stage/stages.ts';
import { assignLanes, type Stretch } from './assign-lanes.ts';
import type { TraceEvent } from './trace-event.ts';
import type { TraceIds } from './trace-ids.ts';

/** The stages of a phase: one slice each, over slices for its warm-up, its measurement windows and its drain. */
export function* stageSlices(
  phase: PhaseStreams,
  row: { readonly pid: number; readonly order: number },
  ids: TraceIds,
): Iterable<TraceEvent> {
  const { pid, order } = row;
  const lanes = assignLanes(phase.stages);
  const threads: number[] = [];
  for (const [index, stage] of phase.stages.entries()) {
    const tid = (threads[lanes[index] ?? 0] ??= ids.next());
    const place = { kind: 'slice', pid, tid } as const;
    yield {
      ...place,
      name: `stage ${stage.name}`,
      category: 'stage',
      ...extentOf(stage),
      args: {
        load: describeLoad(stage.load),
        requests: stage.requests.length,
        ...(stage.endedBy === undefined ? {} : { ending: describeEnding(stage.endedBy) }),
      },
    };
    for (const { name, ...stretch } of partsOf(stage)) {
      yield { ...place, name, category: 'stage-part', ...extentOf(stretch) };
    }
  }
  for (const tid of threads) yield { kind: 'thread-name', pid, tid, name: 'stages', order };
}

interface StagePart extends Stretch {
  readonly name: 'preparation' | 'warm-up' | 'measurement window' | 'drain';
}

/** The non-empty parts of a stage. Time between the windows of a stage belongs to no part. */
function partsOf({ beganNs, endedNs, windows, warmupRequests }: Stage): StagePart[] {
  const within = (atNs: number): number => Math.min(endedNs, Math.max(beganNs, atNs));
  const measured = windows.map((window): StagePart => ({
    name: 'measurement window',
    beganNs: within(window.beganNs),
    endedNs: within(window.endedNs),
  }));
  const firstNs = measured[0]?.beganNs ?? endedNs;
  const lastNs = measured.at(-1)?.endedNs ?? endedNs;
  const parts: StagePart[] = [
    // Without warm-up requests, the first send waits only for prompts and connections.
    { name: warmupRequests > 0 ? 'warm-up' : 'preparation', beganNs, endedNs: firstNs },
    ...measured,
    { name: 'drain', beganNs: lastNs, endedNs },
  ];
  return parts.filter((part) => part.endedNs > part.beganNs);
}

function extentOf({ beganNs, endedNs }: Stretch): { atNs: number; durationNs: number } {
  return { atNs: beganNs, durationNs: Math.max(0, endedNs - beganNs) };
}
