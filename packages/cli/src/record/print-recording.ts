import {
  countsSharedPages,
  describeOomKill,
  renderRecordingJson,
  formatValue,
  numberOfSignal,
  type AskedSubject,
  type Recording,
  type RecordingEnd,
  type RecordingSummary,
  type RecordingStatus,
} from '@loadcell/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { printable } from '../terminal/printable.ts';
import { shownPath } from '../terminal/shown-path.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A shell adds this to the number of the signal that ended a command. */
const SIGNAL_BASE = 128;

/** The exit code: that of the command, as a shell reports it, or one of Loadcell's. */
export function recordingExitCode(end: RecordingEnd): number {
  switch (end.kind) {
    case 'exited':
      return end.signal === null
        ? (end.exitCode ?? EXIT_CODES.pass)
        : SIGNAL_BASE + numberOfSignal(end.signal);
    case 'duration':
      return EXIT_CODES.pass;
    case 'interrupted':
      return EXIT_CODES.interrupted;
    case 'unwritable':
      return EXIT_CODES.unreliable;
  }
}

function describeMemory(bytes: number): string {
  return formatValue('bytes', bytes);
}

function ms(value: number): string {
  return formatValue('ms', value);
}

function count(value: number): string {
  return formatValue('count', value);
}

/** CPU utilization for the live view; empty before there are two readings. */
export function describeLoad({ cpuUtilization }: RecordingStatus): string {
  return Number.isNaN(cpuUtilization) ? '' : `${formatValue('ratio', cpuUtilization)} of one core`;
}

function describeEnd({ end, left }: Recording, subject: AskedSubject): string {
  const isLeft = left.length > 0;
  const what =
    subject.kind === 'command'
      ? `The command "${printable(subject.command[0] ?? '')}"`
      : `Process ${subject.pid}`;
  switch (end.kind) {
    case 'exited':
      if (end.signal !== null) return `${what} was killed by ${end.signal}.`;
      return end.exitCode === null
        ? `${what} exited.`
        : `${what} exited with code ${end.exitCode}.`;
    case 'duration':
      if (isLeft) return `${what} could not be ended after --duration.`;
      return subject.kind === 'command'
        ? `${what} was ended after --duration.`
        : `${what} is still running; --duration has passed.`;
    case 'interrupted':
      if (isLeft) return `${what} could not be ended after the interruption.`;
      return subject.kind === 'command'
        ? `${what} was ended by the interruption.`
        : `${what} is still running; the recording was interrupted.`;
    case 'unwritable':
      return `${what} is still running; the recording could no longer be written.`;
  }
}

/** Notes on the sum of RSS: pages counted in several processes, and memory outside of it. */
function describeBeyond(summary: RecordingSummary): string[] {
  const { rssBytes, peakProportionalBytes, proportionalReadings } = summary;
  const lines: string[] = [];
  if (countsSharedPages(rssBytes.peak, peakProportionalBytes)) {
    lines.push(
      `             counts shared pages in each process; ≥ ${describeMemory(peakProportionalBytes)} with each page once ` +
        `(PSS and swap, ${count(proportionalReadings)} ${proportionalReadings === 1 ? 'reading' : 'readings'})`,
    );
  }
  if (summary.peakHugetlbBytes > 0) {
    lines.push(
      `             includes up to ${describeMemory(summary.peakHugetlbBytes)} of huge pages`,
    );
  }
  if (summary.peakSwapBytes > 0) {
    lines.push(
      `  swap       peak ${describeMemory(summary.peakSwapBytes)}, not included in memory`,
    );
  }
  return lines;
}

function pidsOf(processes: Recording['left']): string {
  return processes.map(({ pid }) => pid).join(', ');
}

function describeLeft(left: Recording['left']): string[] {
  const forbidden = left.filter(({ isForbidden }) => isForbidden === true);
  const others = left.filter(({ isForbidden }) => isForbidden !== true);
  return [
    ...(others.length === 0 ? [] : [`  still running: ${pidsOf(others)}`]),
    ...(forbidden.length === 0
      ? []
      : [
          `  still running: ${pidsOf(forbidden)}, owned by another user; end it as that user or as root`,
        ]),
  ];
}

function render(recording: Recording, subject: AskedSubject): string {
  const { summary, left, unsampled, oomKills = [] } = recording;
  const { rssBytes, latenessUs } = summary;
  const killed = oomKills.map((kill) =>
    printable(`  OOM        the kernel killed ${describeOomKill(kill)}`),
  );
  const lines = [
    describeEnd(recording, subject),
    ...killed,
    `  duration   ${ms(summary.durationMs)}, ${count(summary.processes)} ${summary.processes === 1 ? 'process' : 'processes'}`,
    `  memory     peak ${describeMemory(rssBytes.peak)} after ${ms(summary.peakAtMs)}, average ${describeMemory(rssBytes.average)}, ` +
      `first ${describeMemory(rssBytes.first)}, last ${describeMemory(rssBytes.last)}`,
    ...describeBeyond(summary),
    `  CPU        ${formatValue('ratio', summary.cpuUtilization)} of one core`,
    `  sampling   ${count(summary.sampleCount)} samples; ${count(summary.achievedHz)} of ${count(summary.requestedHz)} Hz, ` +
      `${count(summary.missedTicks)} missed, ${count(summary.droppedSamples)} dropped; delay p50 ${ms(latenessUs.p50 / 1000)}, ` +
      `p99 ${ms(latenessUs.p99 / 1000)}, max ${ms(latenessUs.max / 1000)}; ${formatValue('ratio', summary.samplerCpuUtilization)} of one core`,
  ];
  lines.push(...unsampled.map((reason) => `  note       ${reason}`), ...describeLeft(left));
  return `${lines.join('\n')}\n`;
}

/**
 * Prints the summary of a recording. A command owns stdout, so its summary goes to stderr; with JSON, stdout carries only the
 * JSON and the command prints to stderr.
 */
export function printRecording(
  recording: Recording,
  subject: AskedSubject,
  asJson: boolean,
  terminal: Terminal,
): void {
  const { stdout, stderr } = terminal;
  const isCommand = subject.kind === 'command';
  (isCommand || asJson ? stderr : stdout).write(render(recording, subject));
  if (asJson) stdout.write(renderRecordingJson(recording.summary));
  stderr.write(`Run directory: ${shownPath(recording.runDir, terminal)}\n`);
}
