/**
 * @typedef {object} BenchReport
 * @property {string} suite
 * @property {string} command as it was given
 * @property {{ mode: 'quick' | 'default' | 'long', sections: string[], settings: string[] }} options with names of settings
 * @property {import('../saved/commit.mjs').Commit | null} commit
 * @property {string} startedAt ISO 8601
 * @property {number} durationMs
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {number[]} loadAverageAtEnd
 * @property {SectionResult[]} sections
 * @property {Summary} summary
 *
 * @typedef {object} SectionResult without figures when the section failed
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {number} durationMs
 * @property {import('./figure.mjs').Figure[]} figures
 * @property {string} [failure] why it failed
 *
 * @typedef {object} Summary
 * @property {number} held targets that were met
 * @property {string[]} missed `section.figure` of targets that were missed
 * @property {string[]} notMeasured `section.figure` of targets without a value
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
