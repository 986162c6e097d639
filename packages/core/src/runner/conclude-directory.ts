import { readRun } from '../stream/read-run.ts';
import type { RunStreams } from '../stream/phase-streams.ts';
import { concludeRun, type Conclusion } from '../report/conclude-run.ts';
import type { Environment } from '../spec/environment.ts';
import { UNKNOWN_SERVER } from '../target/started/started-server-target.ts';
import { readRunFile } from './run-file.ts';

/** What a run came to: every number of it a function of the streams in its directory. */
export interface RunConclusion extends Conclusion {
  readonly runDir: string;
  readonly streams: RunStreams;
}

/**
 * Judges the run in a directory from its streams alone, also one that was killed.
 * @throws {ConfigError} when it is not the directory of a run
 */
export async function concludeDirectory(runDir: string): Promise<RunConclusion> {
  const file = await readRunFile(runDir);
  const streams = await readRun(runDir);
  const { test: config, phases, criteria, nonce: text, isNonceGiven } = file;
  const environment = withDescribedTarget(file.environment, streams);
  const nonce = text === undefined ? {} : { nonce: { text, isGiven: isNonceGiven === true } };
  const run = { streams, config, phases, criteria, environment, ...nonce };
  return { runDir, streams, ...concludeRun(run) };
}

/** What a server is that was started by the run is known from its first phase on. */
function withDescribedTarget(environment: Environment, { phases }: RunStreams): Environment {
  const described = phases
    .flatMap(({ events }) => events)
    .find((event) => event.kind === 'target-described');
  if (described === undefined || environment.target !== UNKNOWN_SERVER) return environment;
  const target = `${described.host} ${described.version}`.trim();
  return { ...environment, target, models: described.models };
}
