import { wrongCriteria } from '../config/check-criteria.ts';
import { refuseMistakes } from '../config/mistake.ts';
import { concludeRun, type Conclusion } from '../report/results/conclude-run.ts';
import { readRun } from '../stream/files/read-run.ts';
import { readRunFile } from '../stream/files/run-file.ts';

/**
 * Judges a recorded run by other criteria than its own, with 95% confidence even if the run accepted less.
 * @param criteria of the run: each is judged in every phase that measures its metric, or at the stage that it names
 * @throws {ConfigError} for a criterion or stage that does not exist, and when it is not the directory of a run
 */
export async function judgeAgain(
  runDir: string,
  criteria: Readonly<Record<string, number>>,
): Promise<Conclusion> {
  const { test: config, phases, stages, environment } = await readRunFile(runDir);
  refuseMistakes(wrongCriteria('criteria', criteria, Object.values(stages).flat()));
  const streams = await readRun(runDir);
  return concludeRun({
    streams,
    config,
    phases: phases.map((phase) => ({ ...phase, successCriteria: {} })),
    criteria,
    stages,
    environment,
  });
}
