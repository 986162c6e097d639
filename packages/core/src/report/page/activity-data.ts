import { describeEvent } from '../../metric/format/describe-event.ts';
import { windowsOf } from '../../metric/measure/windows.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { PageEvent, PageSpan } from './page-data.ts';
import { partsOfStage } from './phase/stage-parts.ts';

/** Maximum events, and maximum spans, that the page keeps: more than a reader needs, in little space. */
const MAX_KEPT = 4000;

/** The activity of a run, as spans and events. */
export interface Activity {
  readonly spans: readonly PageSpan[];
  readonly events: readonly PageEvent[];
  /** Number of later events and spans that were dropped. */
  readonly omitted: number;
}

/** Phases, stages, idle windows, models in memory and switches of a run, and all its events. Pure. */
export function activityData({ phases, beganNs }: RunStreams): Activity {
  const toMs = (ns: number): number => Math.round((ns - beganNs) / 1e3) / 1e3;
  const spans: PageSpan[] = [];
  const events: PageEvent[] = [];
  let omitted = 0;
  const keep = <One>(list: One[], one: One): void => {
    if (list.length < MAX_KEPT) list.push(one);
    else omitted += 1;
  };
  for (const phase of phases) {
    const add = (
      lane: PageSpan['lane'],
      label: string,
      fromNs: number,
      untilNs: number,
      part?: PageSpan['part'],
    ): void =>
      keep(spans, {
        lane,
        ...(part === undefined ? {} : { part }),
        label,
        fromMs: toMs(fromNs),
        toMs: toMs(Math.max(fromNs, untilNs)),
      });
    add('phase', phase.name, phase.beganNs, phase.endedNs);
    for (const { name, beganNs: fromNs, endedNs } of windowsOf(phase)) {
      add('window', name, fromNs, endedNs);
    }
    for (const stage of phase.stages) {
      for (const { part, beganNs: fromNs, endedNs } of partsOfStage(stage)) {
        add('stage', stage.name, fromNs, endedNs, part);
      }
    }
    for (const { model, fromNs, toNs } of residencies(phase)) add('model', model, fromNs, toNs);
    for (const { from, to, fromNs, toNs } of switchesOf(phase)) {
      add('switch', `${from} → ${to}`, fromNs, toNs);
    }
    for (const event of phase.events) {
      const text = describeEvent(event);
      if (text !== undefined) keep(events, { atMs: toMs(event.atNs), text });
    }
  }
  return { spans, events, omitted };
}

interface Residency {
  readonly model: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Each model from the start of its load to its unload, or to the end of its phase. */
function residencies(phase: PhaseStreams): Residency[] {
  const found: Residency[] = [];
  const sinceNs = new Map<string, number>();
  for (const event of phase.events) {
    if (event.kind === 'model-loading') sinceNs.set(event.model, event.atNs);
    if (event.kind !== 'model-unloaded') continue;
    const fromNs = sinceNs.get(event.model);
    if (fromNs === undefined) continue;
    sinceNs.delete(event.model);
    found.push({ model: event.model, fromNs, toNs: event.atNs });
  }
  for (const [model, fromNs] of sinceNs) found.push({ model, fromNs, toNs: phase.endedNs });
  return found;
}

/** A model switch; one that never ended lasts to the end of its phase. */
export interface SwitchSpan {
  readonly from: string;
  readonly to: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** The switches of a phase, in time order. */
export function switchesOf(phase: PhaseStreams): SwitchSpan[] {
  const found: SwitchSpan[] = [];
  let open: SwitchSpan | undefined;
  for (const event of phase.events) {
    if (event.kind === 'switch-began') {
      if (open !== undefined) found.push(open);
      open = { from: event.from, to: event.to, fromNs: event.atNs, toNs: phase.endedNs };
    } else if (event.kind === 'switch-ended' && open !== undefined) {
      found.push({ ...open, toNs: event.atNs });
      open = undefined;
    }
  }
  if (open !== undefined) found.push(open);
  return found;
}
