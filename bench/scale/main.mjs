import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { RunDirectories } from './run-directories.mjs';
import { SECTIONS } from './sections.mjs';

/**
 * Writes runs of very many rows by the product's own recorder and reports on them by its own command.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    { name: 'scale', sections: SECTIONS, modes: ['quick'], measure: measureSections },
    args,
  );
}

/** @param {readonly import('./sections.mjs').Section[]} sections @param {'quick' | 'default'} mode */
async function measureSections(sections, mode) {
  const folder = await mkdtemp(join(tmpdir(), 'loadcell-scale-'));
  try {
    const runs = new RunDirectories(folder);
    return await inTurn(sections, (section) => measureSection(section, planFor(mode), runs));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
