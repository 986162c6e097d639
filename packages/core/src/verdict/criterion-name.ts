import type { CriterionVerdict } from './criterion-verdict.ts';

/** The names of the stages of a phase: of those that ran, and of those that did not. */
export interface NamedStages {
  readonly stages: readonly {
    readonly name: string;
    readonly level?: { readonly sweep: string };
  }[];
  readonly stagesNotRun: readonly { readonly name: string }[];
}

/**
 * The name of a criterion where a file or a service keeps it: `stages.open.p95ResponseTime` where its phase has several
 * stages, else the key as it was written. A sweep is one stage here, so that the level it found changes no name.
 */
export function criterionName(
  { key, stage }: Pick<CriterionVerdict, 'key' | 'stage'>,
  { stages, stagesNotRun }: NamedStages,
): string {
  if (stage === undefined || key.startsWith('stages.')) return key;
  const names = new Set([
    ...stages.map(({ name, level }) => level?.sweep ?? name),
    ...stagesNotRun.map(({ name }) => name),
  ]);
  if (names.size <= 1) return key;
  const ran = stages.find(({ name }) => name === stage);
  return `stages.${ran?.level?.sweep ?? stage}.${key}`;
}
