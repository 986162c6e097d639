import type { Amount } from './amount.ts';

/** The plan of a stage. */
export interface PlannedStage {
  readonly name: string;
  /** `concurrency 8`. */
  readonly load: string;
  /** Warm-up included. */
  readonly requests: Amount;
  /** Of prompts and maximum output. */
  readonly tokens: Amount;
  /** Milliseconds; absent where unknown. */
  readonly timeMs?: Amount;
}
