import type { MachineSlice } from '../../../src/stream/events/fleet-event.ts';
import type { RequestPurpose } from '../../../src/stream/rows/request-row.ts';
import type { StageDecided } from '../../../src/stream/stage/stage-decided.ts';
import type { StageEnding } from '../../../src/stream/stage/stage-ending.ts';
import type { StageCancel } from '../../../src/stream/stage/stage-cancel.ts';
import type { StageLevel, StageLoad } from '../../../src/stream/stage/stage-load.ts';
import { isMeasuredPurpose } from '../../../src/stream/stage/stages.ts';

/** What a built stage says of itself, where it is not what its name stands for. */
export interface BuiltStage {
  readonly load?: StageLoad;
  readonly level?: StageLevel;
  readonly cancel?: StageCancel;
  readonly warmupRequests?: number;
  readonly prompts?: 'words' | 'tokenizer' | 'local-tokenizer' | 'estimate' | 'file';
  /** Of one of several workers. */
  readonly slice?: MachineSlice;
  readonly sharing?: 'prefix' | 'turns';
  /** When it began, before its window; as the window when absent. */
  readonly beganMs?: number;
  /** When its last request had ended; as the window when absent. */
  readonly endedMs?: number;
  readonly clientCpuMs?: number;
  readonly decided?: StageDecided;
  /** Why it ended itself. */
  readonly endedBy?: StageEnding;
}

/** The load that a stage of this name has where a test does not say: `sweep/16` is a level of 16 requests per second. */
export function loadNamed(name: string): StageLoad {
  if (name.startsWith('closed')) return { kind: 'closed', concurrency: 4, durationMs: 1000 };
  if (name.startsWith('sequential')) return { kind: 'sequential', durationMs: 1000 };
  const ratePerSecond = levelNamed(name)?.value ?? 40;
  return { kind: 'open', ratePerSecond, arrivals: 'poisson', durationMs: 1000 };
}

/** The level that a stage of this name is; undefined for one that is none. */
export function levelNamed(name: string): StageLevel | undefined {
  const [sweep = name, value] = name.split('/');
  if (value === undefined) return undefined;
  return { sweep, parameter: 'rate', value: Number(value), neededAttainment: 0.99 };
}

/** Whether requests of this purpose belong to a stage. */
export function isOfStage(purpose: RequestPurpose): boolean {
  return isMeasuredPurpose(purpose) || purpose === 'warm-up';
}
