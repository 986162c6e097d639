import type { MeasuredPhase, MeasuredStage } from '../measured-phase.ts';

/** Whether other workers send all requests of a stage: it has fewer than there are workers. */
export function isOfOthers({ streams: { stage } }: MeasuredStage): boolean {
  return stage.slice !== undefined && stage.requests.length === 0;
}

/** Whether another worker does what only one does in a phase, such as loading models. */
export function isLedByOther({ stages }: MeasuredPhase): boolean {
  return stages.some(({ streams: { stage } }) => (stage.slice?.index ?? 0) > 0);
}
