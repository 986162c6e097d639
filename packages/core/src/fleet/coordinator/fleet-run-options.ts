import type { RunConfig } from '../../config/parse-config.ts';
import type { BusOptions } from '../bus/bus.ts';
import type { Crew, WantedCrew } from './crew/choose-crew.ts';
import type { FleetFigures } from './live/fleet-figures.ts';

/** Progress of a run over several machines. */
export interface FleetProgress {
  /** A line that is kept. */
  readonly onNote?: (line: string) => void;
  /** The agents of the run, before they are offered it. */
  readonly onCrew?: (crew: Crew) => void;
  /** The run begins on the agents. @param figures its state at any time */
  readonly onCourse?: (figures: () => FleetFigures) => void;
  /** A step of the coordinator, such as fetching directories. */
  readonly onStep?: (line: string) => void;
}

/** Input of `runFleet`. */
export interface FleetRunOptions extends FleetProgress {
  /** What the user wrote, unchecked: paths are relative to the working directory. */
  readonly written: unknown;
  /** The same, parsed. */
  readonly config: RunConfig;
  readonly bus: Omit<BusOptions, 'clientName' | 'maxDisconnectedMs' | 'signal'>;
  readonly fleet: string;
  readonly wanted: Omit<WantedCrew, 'version'>;
  /** Longest wait for the agents, ms. */
  readonly waitMs: number;
  /** Interrupts the run; partial results are kept. */
  readonly signal: AbortSignal;
}
