/** The part of a configuration that names the stages of its phases. */
export interface StagedConfig {
  readonly phases: readonly { readonly name: string }[];
  readonly phaseOptions: {
    readonly load: { readonly stages: readonly { readonly name: string }[] };
  };
}

/** Names of the stages of each phase that runs, a sweep as one. */
export function stageNames({ phases, phaseOptions }: StagedConfig): Record<string, string[]> {
  return Object.fromEntries(
    phases.map(({ name }) => [
      name,
      name === 'load' ? phaseOptions.load.stages.map((stage) => stage.name) : ['sequential'],
    ]),
  );
}
