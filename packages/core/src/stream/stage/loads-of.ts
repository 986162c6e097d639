/** The stages that are not levels of a sweep, which seeks the level that breaks. */
export function loadsOf<Stage extends { readonly level?: unknown }>(
  stages: readonly Stage[],
): Stage[] {
  return stages.filter(({ level }) => level === undefined);
}
