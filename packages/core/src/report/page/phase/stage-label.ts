/** The name of a stage with its phase: `load, open`. */
export function stageLabel(phase: string, stage: string): string {
  return `${phase}, ${stage}`;
}
