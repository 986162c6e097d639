/** What a stage is called among those of all phases: `load, open`. */
export function stageLabel(phase: string, stage: string): string {
  return `${phase}, ${stage}`;
}
