import { runFleet, type FleetCrew, type FleetFigures, type RunConclusion } from '@loadcell/core';
import type { Invocation } from '../../command-definition.ts';
import { announceOnGithub } from '../../conclusion/announce-on-github.ts';
import { chooseFormats } from '../../conclusion/choose-formats.ts';
import { printConclusion } from '../../conclusion/print-conclusion.ts';
import { EXIT_CODES, type ExitCode } from '../../exit-codes.ts';
import { createProgress } from '../../progress/create-progress.ts';
import { Interruption } from '../../signals/interruption.ts';
import type { WrittenConfig } from '../../config/read-config.ts';
import { readWrittenRun } from '../read-run-config.ts';
import { fleetView } from './fleet-lines.ts';
import { PhaseFollower } from './follow-fleet.ts';
import { readFleet } from './read-fleet.ts';

/** Before the run has begun on the agents. */
const NOTHING: FleetFigures = {
  loadAgents: 0,
  successful: 0,
  failed: 0,
  requestsPerSecond: Number.NaN,
  memory: [],
  awaited: [],
  silent: [],
};

/** Runs a configuration over the agents of a fleet, with progress, and prints the report. */
export async function runOnFleet(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const formats = chooseFormats(flags);
  const both = await readWrittenRun(invocation);
  const conclusion = await conduct(both, invocation);
  if (conclusion === undefined) return EXIT_CODES.interrupted;
  const { verbose: isVerbose } = both.config.test;
  await printConclusion(conclusion, formats, terminal, { isVerbose });
  await announceOnGithub(conclusion, terminal);
  return conclusion.verdict.exitCode;
}

/** @returns undefined when it was interrupted before anything was recorded */
async function conduct(
  { written, config }: WrittenConfig,
  { flags, terminal }: Invocation,
): Promise<RunConclusion | undefined> {
  const asked = readFleet(flags);
  let figuresOf: (() => FleetFigures) | undefined;
  const progress = createProgress({
    stream: terminal.stderr,
    phases: config.phases.length,
    quiet: flags.has('quiet'),
    verbose: config.test.verbose,
    view: fleetView(() => figuresOf?.() ?? NOTHING),
  });
  const phases = new PhaseFollower(progress);
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    progress.note('Interrupted. Stopping the agents; press Ctrl-C again to quit now.'),
  );
  try {
    return await runFleet({
      ...asked,
      written,
      config,
      signal: interruption.signal,
      onNote: (line) => progress.note(line),
      onStep: (line) => {
        phases.end('ended');
        progress.step(line);
      },
      onCrew: (crew) => progress.note(describeCrew(crew)),
      onCourse: (figures) => {
        figuresOf = figures;
        phases.follow(figures);
      },
    });
  } catch (error) {
    if (interruption.signal.aborted && isInterrupted(error)) return undefined;
    throw error;
  } finally {
    phases.end('failed');
    progress.close();
    interruption.dispose();
  }
}

/** `Load from a, b · watched by gpu`. */
function describeCrew({ load, watch }: FleetCrew): string {
  const watching = watch.length === 0 ? '' : ` · watched by ${names(watch)}`;
  return `Load from ${names(load)}${watching}`;
}

function names(agents: FleetCrew['load']): string {
  return agents.map(({ name }) => name).join(', ');
}

function isInterrupted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'INTERRUPTED';
}
