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

/** What a shell adds to the number of the signal that ended a command. */
const SIGNAL_BASE = 128;

/** What the process exits with: the code of the command, as a shell would have it, where there was one. */
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
      return EXIT_CODES.untrusted;
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

/** What the live view says beside memory: CPU time, where a status was told before. */
export function describeLoad({ cpuUtilization }: RecordingStatus): string {
  return Number.isNaN(cpuUtilization) ? '' : `${formatValue('ratio', cpuUtilization)} of a core`;
}

function describeEnd({ end, left }: Recording, subject: AskedSubject): string {
  const isLeft = left.length > 0;
  const what =
    subject.kind === 'command'
      ? `The command "${printable(subject.command[0] ?? '')}"`
      : `Process ${subject.pid}`;
  switch (end.kind) {
    case 'exited':
      if (end.signal !== null) return `${what} was ended by ${end.signal}.`;
      return end.exitCode === null ? `${what} ended.` : `${what} ended with code ${end.exitCode}.`;
    case 'duration':
      if (isLeft) return `${what} could not be ended after its duration.`;
      return subject.kind === 'command'
        ? `${what} was ended after the duration that was asked for.`
        : `${what} runs on; the duration that was asked for is over.`;
    case 'interrupted':
      if (isLeft) return `${what} could not be ended: interrupted.`;
      return subject.kind === 'command'
        ? `${what} was ended: interrupted.`
        : `${what} runs on; the recording was interrupted.`;
    case 'unwritable':
      return `${what} runs on; the recording could not be written any further.`;
  }
}

/** What the sum of resident sizes does not say: pages counted in several processes, and memory that is in none. */
function describeBeyond(summary: RecordingSummary): string[] {
  const { rssBytes, peakProportionalBytes, proportionalReadings } = summary;
  const lines: string[] = [];
  if (countsSharedPages(rssBytes.peak, peakProportionalBytes)) {
    lines.push(
      `             that counts shared pages in each process; at least ${describeMemory(peakProportionalBytes)} with each page once ` +
        `(PSS and swap, ${count(proportionalReadings)} ${proportionalReadings === 1 ? 'reading' : 'readings'})`,
    );
  }
  if (summary.peakHugetlbBytes > 0) {
    lines.push(`             of it up to ${describeMemory(summary.peakHugetlbBytes)} huge pages`);
  }
  if (summary.peakSwapBytes > 0) {
    lines.push(`  swap       peak ${describeMemory(summary.peakSwapBytes)}, not in memory above`);
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
          `  still running: ${pidsOf(forbidden)}, with the rights of another user: end it as that user or as root`,
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
    `  CPU        ${formatValue('ratio', summary.cpuUtilization)} of a core`,
    `  sampling   ${count(summary.sampleCount)} samples; ${count(summary.requestedHz)} Hz asked, ${count(summary.achievedHz)} Hz reached, ` +
      `${count(summary.missedTicks)} missed, ${count(summary.droppedSamples)} dropped; lateness p50 ${ms(latenessUs.p50 / 1000)}, ` +
      `p99 ${ms(latenessUs.p99 / 1000)}, max ${ms(latenessUs.max / 1000)}; ${formatValue('ratio', summary.samplerCpuUtilization)} of a core`,
  ];
  lines.push(...unsampled.map((reason) => `  note       ${reason}`), ...describeLeft(left));
  return `${lines.join('\n')}\n`;
}

/**
 * Prints what a recording came to. The stdout of a command is its own: the summary then goes to stderr, unless JSON was
 * asked for, for which the command's output made room.
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
