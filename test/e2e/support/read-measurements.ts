import { readRunJson } from './run-folder.ts';

/** The figures of a metric that tests read. */
export interface SeenMeasurement {
  readonly avg: number | null;
  readonly min: number | null;
  readonly reason?: string;
}

interface SeenResults {
  readonly phases: readonly {
    readonly stages: readonly {
      readonly measurements: Readonly<Record<string, SeenMeasurement>>;
    }[];
  }[];
}

/** The measurements of all stages of the latest run, in order, by metric. */
export function readMeasurements(cwd: string): Readonly<Record<string, SeenMeasurement>>[] {
  const { phases }: SeenResults = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
  return phases.flatMap(({ stages }) => stages.map(({ measurements }) => measurements));
}
