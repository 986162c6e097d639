import type { EventReading } from './decoded-response.ts';
import type { PatternReader } from './pattern/learn-pattern.ts';

/** Reads one event of an API; unknown events are not content. */
export type EventReader = (event: unknown) => EventReading;

/** What else an API defines of its streams. */
export interface StreamRules {
  /** See {@link PatternReader}; when absent, every event is parsed. */
  readonly ignores?: PatternReader['ignores'];
  /** The event that ends every stream: one without it was broken off. When absent, `[DONE]` or a finish reason ends it. */
  readonly lastEvent?: string;
  /** Whether the end of the body ends a stream that no event ends. */
  readonly endsWithBody?: true;
}
