import type { ServerMemory } from '../../stream/events/memory-parts.ts';

/** A step of the start of a server. Timestamps are CLOCK_MONOTONIC nanoseconds. */
export type StartupEvent =
  | {
      /** The held command was released: all startup times count from here. */
      readonly kind: 'server-launched';
      readonly atNs: number;
      readonly pid: number;
      /** The words of the command, without secrets. */
      readonly command: string[];
      /** Name of the output file in the run directory. */
      readonly outputFile: string;
    }
  | {
      /** Its port was first seen listening. */
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
      /** The first token of its first response arrived. */
      readonly kind: 'server-responded';
      readonly atNs: number;
      readonly model: string;
      readonly sentNs: number;
      /** `NaN` where the server reports none. */
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  /** The use of its memory as reported by then. */
  | ({ readonly kind: 'server-memory-parts'; readonly atNs: number } & ServerMemory);
