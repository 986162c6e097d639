import { describeEvent } from '../../metric/format/describe-event.ts';
import { windowsOf } from '../../metric/measure/windows.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { assignLanes } from './assign-lanes.ts';
import { stageSlices } from './stage-slices.ts';
import type { TraceEvent } from './trace-event.ts';
import type { TraceIds } from './trace-ids.ts';

interface NamedStretch {
  readonly name: string;
  readonly category: string;
  readonly beganNs: number;
  readonly endedNs: number;
}

/** The phase, its stages, its windows, model loads and switches, spans, and every event as an instant. */
export function* phaseSlices(
  phase: PhaseStreams,
  pid: number,
  ids: TraceIds,
): Iterable<TraceEvent> {
  const { name, beganNs, endedNs } = phase;
  const whole = { name: `phase ${name}`, category: 'phase', beganNs, endedNs };
  yield* lanesOf([whole], { pid, name: 'phase', order: 0 }, ids);
  yield* stageSlices(phase, { pid, order: 1 }, ids);
  const windows = windowsOf(phase).map((window) => ({ ...window, category: 'window' }));
  yield* lanesOf(windows, { pid, name: 'windows', order: 2 }, ids);
  yield* lanesOf(activities(phase), { pid, name: 'models and spans', order: 3 }, ids);
  const tid = ids.next();
  yield { kind: 'thread-name', pid, tid, name: 'events', order: 4 };
  for (const event of phase.events) {
    const words = describeEvent(event);
    if (words === undefined) continue;
    yield { kind: 'instant', pid, tid, name: words, category: event.kind, atNs: event.atNs };
  }
}

function* lanesOf(
  stretches: readonly NamedStretch[],
  row: { readonly pid: number; readonly name: string; readonly order: number },
  ids: TraceIds,
): Iterable<TraceEvent> {
  const lanes = assignLanes(stretches);
  const threads: number[] = [];
  for (const [index, { name, category, beganNs, endedNs }] of stretches.entries()) {
    const tid = (threads[lanes[index] ?? 0] ??= ids.next());
    const durationNs = Math.max(0, endedNs - beganNs);
    yield { kind: 'slice', pid: row.pid, tid, name, category, atNs: beganNs, durationNs };
  }
  for (const tid of threads) yield { kind: 'thread-name', ...row, tid };
}

/** Model loads, switches and spans; one that never ended extends to the end of the phase. */
function activities(phase: PhaseStreams): NamedStretch[] {
  const open = new Map<string, NamedStretch>();
  const over: NamedStretch[] = [];
  const begin = (key: string, name: string, beganNs: number): void => {
    open.set(key, { name, category: 'activity', beganNs, endedNs: phase.endedNs });
  };
  const end = (key: string, endedNs: number): void => {
    const begun = open.get(key);
    if (begun === undefined) return;
    open.delete(key);
    over.push({ ...begun, endedNs });
  };
  for (const event of phase.events) {
    switch (event.kind) {
      case 'model-loading':
        begin(`load ${event.model}`, `load ${event.model}`, event.atNs);
        break;
      case 'model-loaded':
        end(`load ${event.model}`, event.atNs);
        break;
      case 'switch-began':
        begin('switch', `switch ${event.from} to ${event.to}`, event.atNs);
        break;
      case 'switch-ended':
        end('switch', event.atNs);
        break;
      case 'span': {
        const endedNs = event.atNs + event.durationNs;
        over.push({ name: event.name, category: 'span', beganNs: event.atNs, endedNs });
        break;
      }
      default:
        break;
    }
  }
  return [...over, ...open.values()];
}
