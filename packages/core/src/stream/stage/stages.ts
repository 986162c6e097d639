import type { RequestPurpose, RequestRow } from '../rows/request-row.ts';
import type { EventOf, RunEvent } from '../events/run-event.ts';
import type { StageDecided } from './stage-decided.ts';
import type { StageEnding } from './stage-ending.ts';
import type { StageCancel } from './stage-cancel.ts';
import type { StageLevel, StageLoad } from './stage-load.ts';

/** A measurement window of a stage. */
export interface StageWindow {
  /** CLOCK_MONOTONIC nanoseconds: the first send of a measured request. */
  readonly beganNs: number;
  /** CLOCK_MONOTONIC nanoseconds: the end of the load. */
  readonly endedNs: number;
  /** False when the stage was cut off before its load had ended. */
  readonly isWhole: boolean;
  /** CPU time that the process of the client used within it, nanoseconds; absent where it was not recorded. */
  readonly clientCpuNs?: number;
}

/** One load within a phase: the unit that is warmed up, measured, judged, compared and shown. */
export interface Stage {
  readonly name: string;
  readonly load: StageLoad;
  /** Of a level of a sweep: it is a probe, and criteria do not apply to it. */
  readonly level?: StageLevel;
  /** Which measured requests the client cancels on purpose; absent where none. */
  readonly cancel?: StageCancel;
  /** Unmeasured requests, or conversations, at its beginning. */
  readonly warmupRequests: number;
  readonly prompts: EventOf<'stage-began'>['prompts'];
  /** What its prompts share by design. */
  readonly sharing?: 'prefix' | 'turns';
  /** The part of its load that this worker sends; absent for all of it. */
  readonly slice?: NonNullable<EventOf<'stage-began'>['slice']>;
  /** CLOCK_MONOTONIC nanoseconds, before its first request was sent. */
  readonly beganNs: number;
  /** CLOCK_MONOTONIC nanoseconds: the end of its last request, or the last record of a stage that was cut off. */
  readonly endedNs: number;
  /** One window; in a stage in parts, one for each part. */
  readonly windows: readonly StageWindow[];
  /** Whether every part completed. */
  readonly isWhole: boolean;
  /** How a stage until decided ended; absent for other stages. */
  readonly decided?: StageDecided;
  /** Why it ended itself; absent where it did not. */
  readonly endedBy?: StageEnding;
  /** Its requests, warm-up included. */
  readonly requests: readonly RequestRow[];
}

/** Whether requests of this purpose are measured: those that represent requests of users. */
export function isMeasuredPurpose(purpose: RequestPurpose): boolean {
  return purpose === 'load' || purpose === 'probe' || purpose === 'sequential';
}

/** Whether a stage is a level of a sweep. */
export function isProbe({ level }: Pick<Stage, 'level'>): boolean {
  return level !== undefined;
}

/**
 * The stages of a phase in the order in which they began. Pure.
 * @param untilNs the end of the phase, or its last record
 */
export function stagesOf(
  events: readonly RunEvent[],
  requests: readonly RequestRow[],
  untilNs: number,
): Stage[] {
  const began = new Map<string, EventOf<'stage-began'>[]>();
  const ended = new Map<string, EventOf<'stage-ended'>[]>();
  for (const event of events) {
    if (event.kind === 'stage-began') append(began, event.stage, event);
    if (event.kind === 'stage-ended') append(ended, event.stage, event);
  }
  const rows = new Map<string, RequestRow[]>();
  for (const row of requests) if (row.stage !== '') append(rows, row.stage, row);
  return [...began].map(([name, parts]) => {
    const seenNs = Math.min(untilNs, cutNs(events, parts.at(-1)));
    return stageOf(parts, ended.get(name) ?? [], rows.get(name) ?? [], seenNs);
  });
}

/** Events after a load, complete or not: later work of the phase is not part of it. */
const AFTER_LOAD: ReadonlySet<RunEvent['kind']> = new Set([
  'stage-began',
  'window-began',
  'phase-failed',
]);

/** The latest possible end of a part of a stage; `Infinity` when unknown. */
function cutNs(events: readonly RunEvent[], part: EventOf<'stage-began'> | undefined): number {
  const after = events.find(
    (event) => AFTER_LOAD.has(event.kind) && part !== undefined && event.atNs > part.atNs,
  );
  return after?.atNs ?? Infinity;
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function stageOf(
  parts: readonly EventOf<'stage-began'>[],
  ended: readonly EventOf<'stage-ended'>[],
  requests: readonly RequestRow[],
  untilNs: number,
): Stage {
  const [first] = parts;
  if (first === undefined) throw new TypeError('a stage has no beginning');
  const isWhole = ended.length >= parts.length;
  const windows = ended.map(({ windowBeganNs, windowEndedNs, clientCpuNs }): StageWindow => ({
    beganNs: windowBeganNs,
    endedNs: windowEndedNs,
    isWhole: true,
    ...(clientCpuNs === undefined ? {} : { clientCpuNs }),
  }));
  const open = isWhole ? undefined : parts.at(-1);
  const { load, level, cancel, warmupRequests, prompts, sharing, slice } = first;
  const decided = ended.at(-1)?.decided;
  const endedBy = ended.find((part) => part.endedBy !== undefined)?.endedBy;
  return {
    name: first.stage,
    load,
    ...(level === undefined ? {} : { level }),
    ...(cancel === undefined ? {} : { cancel }),
    warmupRequests,
    prompts,
    ...(sharing === undefined ? {} : { sharing }),
    ...(slice === undefined ? {} : { slice }),
    beganNs: first.atNs,
    endedNs: isWhole ? (ended.at(-1)?.atNs ?? untilNs) : untilNs,
    windows: open === undefined ? windows : [...windows, openWindow(open, requests, untilNs)],
    isWhole,
    ...(decided === undefined ? {} : { decided }),
    ...(endedBy === undefined ? {} : { endedBy }),
    requests,
  };
}

/** The window of a part that was cut off: from its first measured send to its last record. */
function openWindow(
  { atNs }: EventOf<'stage-began'>,
  requests: readonly RequestRow[],
  untilNs: number,
): StageWindow {
  let beganNs = untilNs;
  for (const { purpose, sentNs } of requests) {
    if (isMeasuredPurpose(purpose) && sentNs >= atNs && sentNs < beganNs) beganNs = sentNs;
  }
  return { beganNs, endedNs: untilNs, isWhole: false };
}
