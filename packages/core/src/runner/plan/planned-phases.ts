import type { RunConfig } from '../../config/parse-config.ts';
import type { PlannedPhase } from '../../live/planned-phase.ts';

type StagePlan = RunConfig['phaseOptions']['load']['stages'][number];

/** Planned duration of a stage, ms; `NaN` if a count, a trace or the search of a sweep ends it. */
function plannedStageMs(stage: StagePlan): number {
  switch (stage.kind) {
    case 'closed':
    case 'open':
    case 'sessions':
      return stage.end.kind === 'time' ? stage.end.durationMs : Number.NaN;
    case 'ramp':
      return stage.durationMs;
    case 'trace':
    case 'sweep':
      return Number.NaN;
  }
}

/**
 * The planned duration of each phase: its idle window, its work and its cooldown window. A lower bound, because model
 * loads and slow responses add to it. The number of requests of a stage is known once its rate is: see `StageFigures`.
 */
export function plannedPhases({ phases, phaseOptions }: RunConfig): PlannedPhase[] {
  return phases.map(({ name }) => {
    const { idle, duration, cooldown } = phaseOptions[name];
    if (name !== 'load') return { name, plannedMs: idle + duration + cooldown };
    const { stages } = phaseOptions.load;
    const stagesMs = stages.reduce((sum, stage) => sum + plannedStageMs(stage), 0);
    return { name, plannedMs: idle + stagesMs + cooldown, stages: stages.map((one) => one.name) };
  });
}
