import { readRun } from '../../stream/files/read-run.ts';
import { readRunFile } from '../../stream/files/run-file.ts';
import type { RunStreams } from '../../stream/phase-streams.ts';
import { concludeRun, type Conclusion } from './conclude-run.ts';

/** The results of a run: every number is a function of the streams in its directory. */
export interface RunConclusion extends Conclusion {
  readonly runDir: string;
  readonly streams: RunStreams;
}

/**
 * Judges the run in a directory from its streams alone, even one that was killed.
 * @throws {ConfigError} when it is not the directory of a run
 */
export async function concludeDirectory(runDir: string): Promise<RunConclusion> {
  const file = await readRunFile(runDir);
  const streams = await readRun(runDir);
  const { test: config, nonce: text, isNonceGiven } = file;
  const { phases, criteria, acceptInconclusive, stages, environment } = file;
  const nonce = text === undefined ? {} : { nonce: { text, isGiven: isNonceGiven === true } };
  const judged = { phases, criteria, acceptInconclusive, stages };
  const slice = file.worker?.slice;
  const part = slice === undefined || slice.count === 1 ? {} : { slice };
  const run = { streams, config, ...judged, environment, ...nonce, ...part };
  return { runDir, streams, ...concludeRun(run) };
}
