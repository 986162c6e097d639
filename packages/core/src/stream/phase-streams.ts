import type { RequestRow } from './rows/request-row.ts';
import type { RunEvent } from './events/run-event.ts';
import type { SampleColumns } from './columns/sample-columns.ts';
import type { FleetFacts } from './machines/fleet-facts.ts';
import type { Stage } from './stage/stages.ts';
import type { SurveyStream } from './rows/survey-stream.ts';

/** The recorded data of one phase. Every number of a report is a function of this. */
export interface PhaseStreams {
  readonly name: string;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly beganNs: number;
  /** CLOCK_MONOTONIC nanoseconds; of the last thing seen when the phase never ended. */
  readonly endedNs: number;
  /** Epoch milliseconds of CLOCK_MONOTONIC zero: `epochMs = clockEpochMs + ns / 1e6`. */
  readonly clockEpochMs: number;
  /** False when the run was killed before the phase ended. */
  readonly ended: boolean;
  readonly samples: SampleColumns;
  /** Readings at lower rates. */
  readonly survey: SurveyStream;
  readonly requests: readonly RequestRow[];
  readonly events: readonly RunEvent[];
  /** The loads of the phase, in the order in which they began. */
  readonly stages: readonly Stage[];
  /** Where these are the streams of one stage alone: those of its phase. */
  readonly whole?: PhaseStreams;
}

/** A requested phase that did not run. */
export interface SkippedPhase {
  readonly phase: string;
  readonly reason: string;
  /** Another worker runs it for all; absent where none does. */
  readonly isOfOtherWorker?: true;
}

/** The recorded data of a whole run. */
export interface RunStreams {
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly beganNs: number;
  readonly endedNs: number;
  /** How the run ended; `killed` without an end. */
  readonly status: 'complete' | 'interrupted' | 'failed' | 'killed';
  /** Error of the run, where no phase failed. */
  readonly error?: Error;
  /** Files of the streams that lack their end or a part, as they do when a run was killed. */
  readonly damagedFiles: readonly string[];
  /** In the order in which they ran. */
  readonly phases: readonly PhaseStreams[];
  /** Requested phases that could not run, with the reason. */
  readonly skipped: readonly SkippedPhase[];
  /** The machines of a run merged from several; absent for other runs. */
  readonly fleet?: FleetFacts;
}
