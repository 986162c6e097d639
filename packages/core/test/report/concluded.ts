import {
  concludeRun,
  type Conclusion,
  type RunToConclude,
} from '../../src/report/results/conclude-run.ts';
import type { TestPhase } from '../../src/spec/contract/test-phase.ts';
import type { PhaseStreams, RunStreams } from '../../src/stream/phase-streams.ts';
import { runOf } from '../stream/built/phase-builder.ts';

/** Concludes a run of built phases that asks for these phases and nothing else, but for what is given. */
export function concluded(
  phases: readonly PhaseStreams[],
  given: Partial<RunToConclude> = {},
  run: Partial<RunStreams> = {},
): Conclusion {
  return concludeRun({
    streams: runOf(phases, run),
    config: { outputDir: 'results', verbose: false },
    phases: phases.map((phase): TestPhase => ({
      name: phase.name,
      duration: 1000,
      metrics: [],
      successCriteria: {},
    })),
    criteria: {},
    ...given,
  });
}
