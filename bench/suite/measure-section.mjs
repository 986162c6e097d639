import { BenchError, writeError } from './bench-error.mjs';

/**
 * Measures one section. A failure is reported, and the other sections go on.
 * @template {unknown[]} Context
 * @param {{ measure: (...context: Context) => Promise<object[]> }} section
 * @param {Context} context passed to its `measure`
 * @returns {Promise<import('./report/report.mjs').SectionResult>}
 */
export async function measureSection({ measure, ...section }, ...context) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measure(...context) });
  } catch (error) {
    if (error instanceof BenchError) writeError(error);
    else process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}

/**
 * Announces each section before it is measured.
 * @template {{ name: string, title: string }} Section
 * @template Figures
 * @param {readonly Section[]} sections
 * @param {(section: Section) => Promise<Figures>} measureOne
 * @returns {Promise<Figures[]>}
 */
export async function inTurn(sections, measureOne) {
  const measured = [];
  for (const section of sections) {
    process.stderr.write(`${section.name}: ${section.title}\n`);
    measured.push(await measureOne(section));
  }
  return measured;
}

/**
 * The `measure` of a suite whose sections need only the plan of the mode.
 * @template Plan
 * @param {(mode: string) => Plan} planFor
 * @returns {(sections: readonly { measure: (plan: Plan) => Promise<object[]> }[], mode: string) =>
 *   Promise<import('./report/report.mjs').SectionResult[]>}
 */
export function measureByPlan(planFor) {
  return (sections, mode) => inTurn(sections, (section) => measureSection(section, planFor(mode)));
}
