import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { holding } from '../suite/holding.mjs';
import { inTurn, measureSection } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { RunDirectories } from './run-directories.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'scale',
  sections: SECTIONS,
  modes: ['quick'],
  measure: (sections, mode) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-scale-'));
    const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    const runs = new RunDirectories(folder);
    return holding(remove, () =>
      inTurn(sections, (section) => measureSection(section, planFor(mode), runs)),
    );
  },
};

/**
 * Writes runs of millions of rows with the recorder of a run, and reports on them with the command.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
