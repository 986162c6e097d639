import {
  LiveAggregate,
  plannedPhases,
  targetLine,
  TestRunner,
  type RunConclusion,
  type RunConfig,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { announceOnGithub } from '../conclusion/announce-on-github.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { createProgress } from '../progress/create-progress.ts';
import { followEvents } from '../progress/follow-events.ts';
import type { Progress } from '../progress/progress.ts';
import { waitNotes } from '../progress/wait-notes.ts';
import { Interruption } from '../signals/interruption.ts';
import {
  sendConclusion,
  telemetryNote,
  telemetryOf,
  withTelemetry,
  type Told,
} from '../telemetry/with-telemetry.ts';

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
      telemetryNote(telemetry, invocation, (line) => progress.note(line)),
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
