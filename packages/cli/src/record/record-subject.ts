import path from 'node:path';
import {
  LiveAggregate,
  record,
  RECORDING_PHASE,
  argumentBytes,
  inheritedDescriptors,
  type AskedSubject,
  type Recording,
  type RecordingEnd,
  type RecordOptions,
  type TelemetryOptions,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { defaultConfig } from '../config/default-config.ts';
import type { Flags } from '../flags/flag-row.ts';
import { readFlag } from '../flags/flag-values.ts';
import { cannotCombine, invalid, needs } from '../flags/refusals.ts';
import { createProgress } from '../progress/create-progress.ts';
import { followEvents } from '../progress/follow-events.ts';
import type { Progress } from '../progress/progress.ts';
import { liveView } from '../progress/progress-view.ts';
import { describeFailures, telemetryNote, withTelemetry } from '../telemetry/with-telemetry.ts';
import { keepModes } from '../terminal/keep-modes.ts';
import { SharedScreen, type LeftScreen } from '../terminal/shared-screen.ts';
import { isForeground, isTaken } from '../terminal/taken-terminal.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { heedSignals, passSignals } from './ending.ts';
import { RECORD_FLAGS } from './flags.ts';
import { describeLoad, printRecording, recordingExitCode } from './print-recording.ts';

const STDERR = 2;

/** The number of a flag; undefined when it is not given. */
function readNumber(flags: Flags, name: string): number | undefined {
  const value = readFlag(RECORD_FLAGS, flags, name);
  return value === undefined ? undefined : Number(value);
}

/** Telemetry options of the command line. */
function readTelemetry(flags: Flags): TelemetryOptions {
  const url = flags.get('otlp')?.at(-1);
  const port = readNumber(flags, 'prometheus-port');
  return {
    ...(url === undefined ? {} : { otlp: { url } }),
    ...(port === undefined ? {} : { prometheus: { port } }),
  };
}

/** The command or process to record. @throws {UsageError} for none or both */
export function chooseSubject({ operands, flags }: Invocation): AskedSubject {
  const pid = readNumber(flags, 'pid');
  if (pid === undefined) {
    if (operands.length > 0) {
      const stdoutTo = flags.has('json') ? 'stderr' : 'stdout';
      return { kind: 'command', command: operands, stdoutTo };
    }
    throw new UsageError(needs('record', 'a command or --pid'), {
      help: 'pass --pid PID, or -- COMMAND ARGS...',
    });
  }
  if (operands.length > 0) {
    throw new UsageError(cannotCombine('--pid', 'a command'), { help: 'remove one' });
  }
  if (Number.isInteger(pid) && pid > 0) return { kind: 'process', pid };
  throw new UsageError(invalid('--pid', String(pid), 'a process ID'), {
    help: 'pass a whole number above 0',
  });
}

/** Adds the argument bytes and descriptors that this process inherited. Call it before anything is opened. */
function withInherited(subject: AskedSubject): AskedSubject {
  if (subject.kind === 'process') return subject;
  const commandBytes = argumentBytes(subject.command);
  return { ...subject, commandBytes, descriptors: inheritedDescriptors() };
}

async function recordWatched(
  options: Omit<RecordOptions, 'signal' | 'observer' | 'onEvent' | 'onStatus' | 'onNote'>,
  progress: Progress,
  live: LiveAggregate,
): Promise<Recording> {
  const ending = options.subject.kind === 'command' ? passSignals(progress) : heedSignals(progress);
  try {
    return await record({
      ...options,
      signal: ending.signal,
      observer: live,
      onCommand: (command) => ending.follow(command),
      onEvent: followEvents(progress),
      onStatus: (status) => progress.step(describeLoad(status)),
      onNote: (line) => progress.note(line),
    });
  } finally {
    progress.close();
    ending.dispose();
  }
}

/** The terminal that Loadcell shares with a command; undefined where it does not. */
function sharedScreen({ kind }: AskedSubject, { stderr }: Terminal): SharedScreen | undefined {
  if (kind !== 'command' || !stderr.isTerminal) return undefined;
  return new SharedScreen(stderr, { isTaken: () => isTaken(STDERR), isForeground });
}

/** A command that exited restored the terminal itself; a killed one may have left it on the alternate screen. */
function leftTerminal({ kind }: AskedSubject, end: RecordingEnd): LeftScreen {
  if (kind !== 'command' || end.kind !== 'exited' || end.signal !== null) return 'abandoned';
  keepModes();
  return 'left';
}

/** Records a command or a process and prints the summary. */
export async function recordSubject(invocation: Invocation): Promise<number> {
  const { flags, terminal } = invocation;
  const subject = withInherited(chooseSubject(invocation));
  const defaults = defaultConfig();
  const durationMs = readNumber(flags, 'duration');
  const outputDir = flags.get('output-dir')?.at(-1) ?? defaults.outputDir;
  const live = new LiveAggregate([{ name: RECORDING_PHASE, plannedMs: durationMs ?? Number.NaN }]);
  const screen = sharedScreen(subject, terminal);
  const progress = createProgress({
    stream: terminal.stderr,
    phases: 1,
    quiet: flags.has('quiet'),
    verbose: false,
    view: liveView(live),
    ...(subject.kind === 'command' ? { command: { screen } } : {}),
  });
  const options = {
    subject,
    hz: readNumber(flags, 'hz') ?? defaults.sampling.hz,
    ...(durationMs === undefined ? {} : { durationMs }),
    outputDir: path.resolve(terminal.workingDirectory, outputDir),
  };
  const telemetry = readTelemetry(flags);
  const { value: recording, account } = await withTelemetry(
    telemetry,
    live,
    telemetryNote(telemetry, invocation, (line) => progress.note(line)),
    () => recordWatched(options, progress, live),
  );
  const left = leftTerminal(subject, recording.end);
  const stderr = screen?.takeBack(left) ?? terminal.stderr;
  printRecording(recording, subject, flags.has('json'), { ...terminal, stderr });
  stderr.write(describeFailures(telemetry.otlp?.url ?? '', [account]));
  if (recording.failure !== undefined) throw recording.failure;
  return recordingExitCode(recording.end);
}
