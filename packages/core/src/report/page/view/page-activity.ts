import type { PackedNumbers } from './page-lines.ts';

/** A stretch of time with a name, in one of the lanes above the charts. */
export interface PageSpan {
  readonly lane: 'phase' | 'stage' | 'window' | 'model' | 'switch';
  /** Of a stage: what of it is measured, and what lies before and after. */
  readonly part?: 'warm-up' | 'measured' | 'drain';
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Something that happened at a moment. */
export interface PageEvent {
  readonly atMs: number;
  readonly text: string;
}

/** Requests as columns: those that the page keeps, in order of sending. */
export interface PageRequests {
  readonly recordedCount: number;
  readonly keptCount: number;
  readonly purposes: readonly string[];
  /** Phase and stage, as in `load, open`; empty for requests of no stage. */
  readonly stages: readonly string[];
  readonly models: readonly string[];
  readonly outcomes: readonly string[];
  /** Purposes of measured requests. */
  readonly measuredPurposes: readonly string[];
  readonly id: PackedNumbers;
  /** Index into `purposes`; likewise the next three. */
  readonly purpose: PackedNumbers;
  readonly stage: PackedNumbers;
  readonly model: PackedNumbers;
  readonly outcome: PackedNumbers;
  readonly scheduledMs: PackedNumbers;
  readonly sentMs: PackedNumbers;
  readonly firstTokenMs: PackedNumbers;
  readonly endMs: PackedNumbers;
  readonly inputTokens: PackedNumbers;
  readonly outputTokens: PackedNumbers;
}
