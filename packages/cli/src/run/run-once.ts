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
import { liveView } from '../progress/progress-view.ts';
import { waitNotes } from '../progress/wait-notes.ts';
import { Interruption } from '../signals/interruption.ts';
import {
  sendConclusion,
  telemetryNote,
  telemetryOf,
  withTelemetry,
  type Observed,
} from '../telemetry/with-telemetry.ts';

async function runWatched(
  config: RunConfig,
  interruption: Interruption,
  progress: Progress,
  live: LiveAggregate,
): Promise<RunConclusion> {
  const follow = followEvents(progress);
  const runner = new TestRunner(config, {
    signal: interruption.signal,
    onWait: waitNotes((line) => progress.note(line)),
    onTarget: ({ kind, version, models, details }) =>
      progress.note(targetLine({ target: `${kind} ${version}`.trim(), models, details })),
    onEvent: (event) => {
      interruption.follow(event);
      follow(event);
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
 * Runs the phases of a configuration once, with progress and telemetry.
 * @param print prints the conclusion
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
    view: liveView(live),
  });
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    progress.note('Interrupted. Writing a partial report; press Ctrl-C again to quit now.'),
  );
  const telemetry = telemetryOf(config.telemetry);
  let observed: Observed<RunConclusion>;
  try {
    observed = await withTelemetry(
      telemetry,
      live,
      telemetryNote(telemetry, invocation, (line) => progress.note(line)),
      () => runWatched(config, interruption, progress, live),
    );
  } finally {
    progress.close();
    interruption.dispose();
  }
  const { value: conclusion, account } = observed;
  await print(conclusion);
  await announceOnGithub(conclusion, terminal);
  await sendConclusion(conclusion, telemetry.otlp, account, terminal.stderr);
  return conclusion;
}
