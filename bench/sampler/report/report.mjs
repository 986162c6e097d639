/**
 * @typedef {object} BenchReport
 * @property {'sampler'} suite
 * @property {string} command what was run
 * @property {'quick' | 'default' | 'long'} mode
 * @property {string} startedAt ISO 8601
 * @property {number} durationMs
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {number[]} loadAverageAtEnd
 * @property {import('../section-process.mjs').SectionResult[]} sections
 * @property {Summary} summary
 *
 * @typedef {object} Summary
 * @property {number} held targets that hold
 * @property {string[]} missed `section.figure` of those that do not
 * @property {string[]} notMeasured `section.figure` of those without a value
 * @property {string[]} failedSections
 */

/**
 * @param {import('../section-process.mjs').SectionResult[]} sections
 * @returns {Summary}
 */
export function summarize(sections) {
  const judged = sections.flatMap(({ name, figures }) =>
    figures
      .filter(({ target }) => target !== undefined)
      .map((figure) => ({ path: `${name}.${figure.name}`, holds: figure.holds })),
  );
  const pathsWhere = (verdict) =>
    judged.filter(({ holds }) => holds === verdict).map(({ path }) => path);
  return {
    held: pathsWhere(true).length,
    missed: pathsWhere(false),
    notMeasured: pathsWhere(null),
    failedSections: sections.filter(({ failure }) => failure !== undefined).map(({ name }) => name),
  };
}
