/**
 * @typedef {object} BenchReport
 * @property {string} suite
 * @property {string} command what was run
 * @property {'quick' | 'default' | 'long'} mode
 * @property {string} startedAt ISO 8601
 * @property {number} durationMs
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {number[]} loadAverageAtEnd
 * @property {SectionResult[]} sections
 * @property {Summary} summary
 *
 * @typedef {object} SectionResult figures are empty when the section failed, and `failure` says why
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {number} durationMs
 * @property {import('./figure.mjs').Figure[]} figures
 * @property {string} [failure]
 *
 * @typedef {object} Summary
 * @property {number} held targets that hold
 * @property {string[]} missed `section.figure` of those that do not
 * @property {string[]} notMeasured `section.figure` of those without a value
 * @property {string[]} failedSections
 */

/**
 * @param {SectionResult[]} sections
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
