import type { CriterionVerdict } from './criterion-verdict.ts';

/** The stages of a phase: those that ran, and the names of those that did not. */
export interface NamedStages {
  readonly stages: readonly {
    readonly name: string;
    readonly level?: { readonly sweep: string };
  }[];
  readonly stagesNotRun: readonly { readonly name: string }[];
}

/**
 * The name of a criterion in files and services: `stages.open.p95ResponseTime` where its phase has several
 * stages, else the key as written. A sweep is one stage here, so that the name does not depend on the level found.
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
