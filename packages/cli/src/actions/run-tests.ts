import {
  LiveAggregate,
  plannedPhases,
  targetLine,
  TestRunner,
  type RunConclusion,
  type RunConfig,
} from '@loadcell/core';
import type { Invocation } from '../command/command-definition.ts';
import { readRunConfig } from '../config/read-run-config.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { createProgress } from '../progress/create-progress.ts';
import { followEvents } from '../progress/follow-events.ts';
import type { Progress } from '../progress/progress.ts';
import { waitNotes } from '../progress/wait-notes.ts';
import { announceOnGithub } from './announce-on-github.ts';
import { Interruption } from './interruption.ts';
import { chooseFormats } from './choose-formats.ts';
import { printConclusion } from './print-conclusion.ts';
import {
  sendConclusion,
  telemetryNote,
  telemetryOf,
  withTelemetry,
  type Told,
} from './with-telemetry.ts';

async function runWatched(
  config: RunConfig,
  interruption: Interruption,
  progress: Progress,
  live: LiveAggregate,
): Promise<RunConclusion> {
  const tell = followEvents(progress);
  const runner = new TestRunner(config, {
    signal: interruption.signal,
    onWait: waitNotes((line) => progress.note(line)),
    onTarget: ({ kind, version, models, details }) =>
      progress.note(targetLine({ target: `${kind} ${version}`.trim(), models, details })),
    onEvent: (event) => {
      interruption.follow(event);
      tell(event);
    },
    observer: live,
    onStep: (_phase, line) => progress.step(line),
  });
  try {
    return await runner.runTests();
  } finally {
    await runner.cleanup();
  }
}

/**
 * Runs the phases of a configuration once, and tells how it goes; also to telemetry.
 * @param print hands on what it came to
 */
export async function runOnce(
  config: RunConfig,
  invocation: Invocation,
  print: (conclusion: RunConclusion) => Promise<void>,
): Promise<RunConclusion> {
  const { flags, terminal } = invocation;
  const live = new LiveAggregate(plannedPhases(config));
  const progress = createProgress({
    stream: terminal.stderr,
    phases: config.phases.length,
    quiet: flags.has('quiet'),
    verbose: config.test.verbose,
    source: live,
  });
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    progress.note(
      'Interrupted: the run is concluded with what it has. Ctrl-C again to leave at once.',
    ),
  );
  const telemetry = telemetryOf(config.telemetry);
  let told: Told<RunConclusion>;
  try {
    told = await withTelemetry(
      telemetry,
      live,
      telemetryNote(telemetry, invocation, progress),
      () => runWatched(config, interruption, progress, live),
    );
  } finally {
    progress.close();
    interruption.dispose();
  }
  const { value: conclusion, account } = told;
  await print(conclusion);
  await announceOnGithub(conclusion, terminal);
  await sendConclusion(conclusion, telemetry.otlp, account, terminal.stderr);
  return conclusion;
}

/** Runs the phases of a configuration, tells how it goes, and prints what it came to. */
export async function runTests(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const formats = chooseFormats(flags);
  const config = await readRunConfig(invocation);
  const { verdict } = await runOnce(config, invocation, (conclusion) =>
    printConclusion(conclusion, formats, terminal, { isVerbose: config.test.verbose }),
  );
  return verdict.exitCode;
}
