import { resolveLoad } from '../../src/phase/options/load-options.ts';
import { performanceMetrics } from '../../src/metric/contract/performance-metrics.ts';
import { PHASES } from '../../src/phase/registry.ts';
import { headlineStage, measureWithStages } from '../../src/verdict/measured-phase.ts';
import type { PhaseName } from '../../src/spec/contract/test-config.ts';
import type { Script } from '../target/script.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { RecordedPhase } from './recorded-phase.ts';

/** Options that keep a phase short. */
export const BRIEF = { idle: 20, cooldown: 20, duration: 40, inputTokens: 8, outputTokens: 4 };

const RUNS = {
  baseline: (phase: RecordedPhase) =>
    PHASES.baseline.run(phase.context, {
      ...PHASES.baseline.options.parse({ ...BRIEF, contextLoads: 2, transitions: 3 }),
      minRequests: 4,
    }),
  'cross-model': (phase: RecordedPhase) =>
    PHASES['cross-model'].run(
      phase.context,
      PHASES['cross-model'].options.parse({ ...BRIEF, duration: 1, minSwitches: 4 }),
    ),
  load: (phase: RecordedPhase) =>
    PHASES.load.run(
      phase.context,
      resolveLoad(
        PHASES.load.options.parse({
          ...BRIEF,
          stages: [
            { kind: 'closed', concurrency: 2, minRequests: 4 },
            { kind: 'open', rate: 100, minRequests: 4 },
          ],
        }),
      ),
    ),
} as const;

/** Runs a whole recorded phase. */
export function startBriefPhase(name: PhaseName, phase: RecordedPhase): Promise<void> {
  return RUNS[name](phase);
}

/** Runs a whole phase on a scripted target. */
export async function runBriefPhase(name: PhaseName, script: Partial<Script> = {}) {
  const target = new ScriptedTarget(script);
  const phase = new RecordedPhase(target);
  await startBriefPhase(name, phase);
  return { target, phase };
}

/** The contract's metrics of a recorded phase. */
export function contractMetrics(phase: RecordedPhase) {
  const { streams, measurements, stages } = measureWithStages(phase.streams());
  return performanceMetrics(streams, measurements, headlineStage(stages)?.measurements);
}
