import path from 'node:path';
import {
  killProcessTree,
  LiveAggregate,
  record,
  RECORDING_PHASE,
  type AskedSubject,
  type Recording,
  type RecordOptions,
  type TelemetryOptions,
} from '@loadcell/core';
import type { Invocation } from '../command/command-definition.ts';
import { readFlag } from '../command/flag-values.ts';
import { recordCommand } from '../commands/record.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { createProgress } from '../progress/create-progress.ts';
import { followEvents } from '../progress/follow-events.ts';
import type { Progress } from '../progress/progress.ts';
import { UsageError } from '../usage-error.ts';
import { Interruption, type SignalSource } from './interruption.ts';
import { describeLoad, printRecording, recordingExitCode } from './print-recording.ts';
import { describeFailures, telemetryNote, withTelemetry } from './with-telemetry.ts';

const DEFAULT_HZ = 1000;
const DEFAULT_OUTPUT_DIR = 'loadcell-results';

/** A second Ctrl-C ends all that the command started, and not only the command. */
const signals: SignalSource = {
  pid: process.pid,
  on: (signal, listener) => process.on(signal, listener),
  off: (signal, listener) => process.off(signal, listener),
  kill: (pid) => killProcessTree(pid),
  exit: (code) => process.exit(code),
};

/** A number that a flag stands for; undefined when it is not given. */
function readNumber(flags: Invocation['flags'], name: string): number | undefined {
  const value = readFlag(recordCommand.flags, flags, name);
  return value === undefined ? undefined : Number(value);
}

/** Where the command line asks figures to go. */
function readTelemetry(flags: Invocation['flags']): TelemetryOptions {
  const url = flags.get('otlp')?.at(-1);
  const port = readNumber(flags, 'prometheus-port');
  return {
    ...(url === undefined ? {} : { otlp: { url } }),
    ...(port === undefined ? {} : { prometheus: { port } }),
  };
}

/** What the command line asks to record. @throws {UsageError} when it is nothing, or two things */
export function chooseSubject({ operands, flags }: Invocation): AskedSubject {
  const pid = readNumber(flags, 'pid');
  if (pid === undefined) {
    if (operands.length > 0) {
      const stdoutTo = flags.has('json') ? 'stderr' : 'stdout';
      return { kind: 'command', command: operands, stdoutTo };
    }
    throw new UsageError('There is nothing to record: give --pid PID, or -- COMMAND ARGS...');
  }
  if (operands.length > 0) {
    throw new UsageError('--pid and a command are both given: one recording is of one of them.');
  }
  if (Number.isInteger(pid) && pid > 0) return { kind: 'process', pid };
  throw new UsageError(`--pid: ${pid} is no process id; expected a whole number above zero.`);
}

async function recordWatched(
  options: Omit<RecordOptions, 'signal' | 'observer' | 'onEvent' | 'onStatus' | 'onNote'>,
  progress: Progress,
  live: LiveAggregate,
): Promise<Recording> {
  const interruption = new Interruption(signals, EXIT_CODES.interrupted, () =>
    progress.note('Interrupted: the recording ends. Ctrl-C again to leave at once.'),
  );
  try {
    const tell = followEvents(progress);
    return await record({
      ...options,
      signal: interruption.signal,
      observer: live,
      onEvent: (event) => {
        interruption.follow(event);
        tell(event);
      },
      onStatus: (status) => progress.step(describeLoad(status)),
      onNote: (line) => progress.note(line),
    });
  } finally {
    progress.close();
    interruption.dispose();
  }
}

/** Records a command or a process, and prints what came of it. */
export async function recordSubject(invocation: Invocation): Promise<number> {
  const { flags, terminal } = invocation;
  const subject = chooseSubject(invocation);
  const durationMs = readNumber(flags, 'duration');
  const outputDir = flags.get('output-dir')?.at(-1) ?? DEFAULT_OUTPUT_DIR;
  const live = new LiveAggregate([{ name: RECORDING_PHASE, plannedMs: durationMs ?? Number.NaN }]);
  const progress = createProgress({
    stream: terminal.stderr,
    phases: 1,
    quiet: flags.has('quiet'),
    verbose: false,
    source: live,
    // What a command writes goes to the same screen.
    room: subject.kind === 'command' ? 'line' : 'lines',
  });
  const options = {
    subject,
    hz: readNumber(flags, 'hz') ?? DEFAULT_HZ,
    ...(durationMs === undefined ? {} : { durationMs }),
    outputDir: path.resolve(terminal.workingDirectory, outputDir),
  };
  const telemetry = readTelemetry(flags);
  const { value: recording, account } = await withTelemetry(
    telemetry,
    live,
    telemetryNote(telemetry, invocation, progress),
    () => recordWatched(options, progress, live),
  );
  printRecording(recording, subject, flags.has('json'), terminal);
  terminal.stderr.write(describeFailures(telemetry.otlp?.url ?? '', [account]));
  if (recording.failure !== undefined) throw recording.failure;
  return recordingExitCode(recording.end);
}
