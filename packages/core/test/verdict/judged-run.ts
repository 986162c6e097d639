import type { TestPhase } from '../../src/spec/contract/test-phase.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import { judgeRun, type RunToJudge } from '../../src/verdict/judge-run.ts';
import { measureWithStages } from '../../src/verdict/measured-phase.ts';
import type { RunVerdict } from '../../src/verdict/run-verdict.ts';

/** A phase as it was asked for. */
export function asked(name: string, successCriteria: Record<string, number> = {}): TestPhase {
  return { name, duration: 1000, metrics: [], successCriteria };
}

/** The verdict on a complete run of phases, which has no criteria of its own unless they are given. */
export function judged(phases: readonly PhaseStreams[], run: Partial<RunToJudge> = {}): RunVerdict {
  return judgeRun({
    streams: { status: 'complete', skipped: [], damagedFiles: [] },
    measured: phases.map(measureWithStages),
    phases: phases.map((phase) => asked(phase.name)),
    criteria: {},
    errors: [],
    acceptInconclusive: false,
    ...run,
  });
}
