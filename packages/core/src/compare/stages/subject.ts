import type { Measurements } from '../../metric/measure/measure.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { bestLevel, sweepsOf } from '../../verdict/measured-phase.ts';
import type { ComparedPhase } from '../compared-run.ts';

/** The part of one run in which a metric is compared. */
export interface Subject {
  readonly measurements: Measurements;
  readonly streams?: PhaseStreams;
  /** Of a sweep: its highest level that met the SLOs. */
  readonly level?: number;
}

/**
 * The whole phase, the stage of a name, or the highest level of a sweep that met.
 * @returns the reason where there is none
 */
export function subjectOf(phase: ComparedPhase, name: string | undefined): Subject | string {
  if (name === undefined) return phase;
  const { stages } = phase;
  const stage = stages.find((one) => one.name === name);
  if (stage !== undefined) {
    const { measurements, streams } = stage;
    return streams === undefined ? { measurements } : { measurements, streams };
  }
  if (!sweepsOf(stages).includes(name)) return 'the stage did not run';
  const best = bestLevel(stages, name);
  if (best?.level === undefined) return 'no level of the sweep met the SLOs';
  const { measurements, streams, level } = best;
  return {
    measurements,
    level: level.value,
    ...(streams === undefined ? {} : { streams }),
  };
}
