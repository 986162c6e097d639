import type { ServerMemory } from '../../stream/events/memory-parts.ts';

/** A step of the start of a server. Stamps are CLOCK_MONOTONIC nanoseconds. */
export type StartupEvent =
  | {
      /** The command goes on from where it was held: all times of the start count from here. */
      readonly kind: 'server-launched';
      readonly atNs: number;
      readonly pid: number;
      /** Its words, without secrets. */
      readonly command: string[];
      /** Name of the file in the run directory that has its output. */
      readonly outputFile: string;
    }
  | {
      /** The port that it serves on was first seen to listen. */
      readonly kind: 'server-listening';
      readonly atNs: number;
      readonly address: string;
    }
  | {
      /** It first reported that it is healthy. */
      readonly kind: 'server-healthy';
      readonly atNs: number;
    }
  | {
      /** The first token of its first answer came. */
      readonly kind: 'server-responded';
      readonly atNs: number;
      readonly model: string;
      readonly sentNs: number;
      /** `NaN` where the server did not report it. */
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  /** What it had reported by then that its memory is for. */
  | ({ readonly kind: 'server-memory-parts'; readonly atNs: number } & ServerMemory);
