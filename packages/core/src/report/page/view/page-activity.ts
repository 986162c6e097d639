import type { PackedNumbers } from './page-lines.ts';

/** A named span in one of the lanes above the charts. */
export interface PageSpan {
  readonly lane: 'phase' | 'stage' | 'window' | 'model' | 'switch';
  /** Only for a stage: its warm-up, its measured part or its drain. */
  readonly part?: 'warm-up' | 'measured' | 'drain';
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** An event at a time. */
export interface PageEvent {
  readonly atMs: number;
  readonly text: string;
}

/** Requests as columns: those that the page keeps, in send order. */
export interface PageRequests {
  readonly recordedCount: number;
  readonly keptCount: number;
  readonly purposes: readonly string[];
  /** Phase and stage, such as `load, open`; empty for requests outside stages. */
  readonly stages: readonly string[];
  readonly models: readonly string[];
  readonly outcomes: readonly string[];
  /** Purposes of measured requests. */
  readonly measuredPurposes: readonly string[];
  readonly id: PackedNumbers;
  /** Index into `purposes`; the next three index their lists the same way. */
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
