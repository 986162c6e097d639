import { describe, expect, it } from 'vitest';
import {
  describeLoad,
  printRecording,
  recordingExitCode,
} from '../../src/record/print-recording.ts';
import { FakeTerminal } from '../fake-terminal.ts';

const recording = {
  runDir: '/nowhere/loadcell-results/one',
  summary: {
    sampleCount: 10,
    requestedHz: 1000,
    achievedHz: 998,
    missedTicks: 1,
    droppedSamples: 0,
    latenessUs: { p50: 5, p99: 50, max: 500 },
    rssBytes: { first: 1024, average: 2048, peak: 4096, last: Number.NaN },
    peakProportionalBytes: 4096,
    proportionalReadings: 1,
    peakSwapBytes: 0,
    peakHugetlbBytes: 0,
    peakAtMs: 3,
    cpuUtilization: 0.5,
    samplerCpuUtilization: 0.01,
    processes: 2,
    unsampledProcesses: 0,
    durationMs: 10,
  },
  end: { kind: 'exited', exitCode: 7, signal: null },
  left: [],
  unsampled: [],
} as const;

const command = { kind: 'command', command: ['serve', '--fast'], stdoutTo: 'stdout' } as const;

describe('recordingExitCode', () => {
  it.each([
    [{ kind: 'exited', exitCode: 7, signal: null }, 7],
    [{ kind: 'exited', exitCode: 0, signal: null }, 0],
    [{ kind: 'exited', exitCode: null, signal: 'SIGKILL' }, 137],
    [{ kind: 'exited', exitCode: null, signal: 'SIGTERM' }, 143],
    [{ kind: 'exited', exitCode: null, signal: null }, 0],
    [{ kind: 'duration' }, 0],
    [{ kind: 'interrupted' }, 130],
    [{ kind: 'unwritable' }, 4],
  ] as const)('of %j is %i', (end, code) => {
    expect(recordingExitCode(end)).toBe(code);
  });
});

describe('printRecording', () => {
  it('leaves stdout to a command', () => {
    const terminal = new FakeTerminal();
    printRecording(recording, command, false, terminal);
    expect(terminal.stdout.text).toBe('');
    expect(terminal.stderr.text).toContain('The command "serve" exited with code 7.');
    expect(terminal.stderr.text).toContain('peak 4.0 KiB after 3.00 ms');
    expect(terminal.stderr.text).toContain('Run directory: loadcell-results/one\n');
  });

  it('prints the summary of a process on stdout', () => {
    const terminal = new FakeTerminal();
    const end = { kind: 'duration' } as const;
    printRecording({ ...recording, end }, { kind: 'process', pid: 12 }, false, terminal);
    expect(terminal.stdout.text).toContain('Process 12 is still running');
  });

  it('prints one JSON object, in which values that were not measured are null', () => {
    const terminal = new FakeTerminal();
    printRecording(recording, command, true, terminal);
    expect(JSON.parse(terminal.stdout.text)).toEqual({
      ...recording.summary,
      rssBytes: { ...recording.summary.rssBytes, last: null },
    });
  });

  it('reports what the sum of RSS hides', () => {
    const terminal = new FakeTerminal();
    const summary = {
      ...recording.summary,
      peakProportionalBytes: 1024,
      proportionalReadings: 5,
      peakSwapBytes: 2048,
      peakHugetlbBytes: 3072,
    };
    printRecording({ ...recording, summary }, command, false, terminal);
    expect(terminal.stderr.text).toContain('≥ 1.0 KiB with each page once');
    expect(terminal.stderr.text).toContain('5 readings');
    expect(terminal.stderr.text).toContain('up to 3.0 KiB of huge pages');
    expect(terminal.stderr.text).toContain('swap       peak 2.0 KiB');
  });

  it('reports no shared pages, swap or huge pages without any', () => {
    const terminal = new FakeTerminal();
    printRecording(recording, command, false, terminal);
    expect(terminal.stderr.text).not.toMatch(/each page once|swap|huge/);
  });

  it('reports what was not sampled', () => {
    const terminal = new FakeTerminal();
    const unsampled = ['2 processes were not sampled: ended within a moment of the start.'];
    printRecording({ ...recording, unsampled }, command, false, terminal);
    expect(terminal.stderr.text).toContain('note       2 processes were not sampled');
  });

  it('lists processes that are still running', () => {
    const terminal = new FakeTerminal();
    printRecording({ ...recording, left: [{ pid: 99, startTicks: 1 }] }, command, false, terminal);
    expect(terminal.stderr.text).toContain('still running: 99');
  });
});

describe('describeLoad', () => {
  it('omits an unknown utilization', () => {
    const status = { rssBytes: 1024, peakRssBytes: 2048, processes: 1, cpuUtilization: Number.NaN };
    expect(describeLoad(status)).toBe('');
    expect(describeLoad({ ...status, cpuUtilization: 0.5 })).toBe('50.0% of one core');
  });
});
