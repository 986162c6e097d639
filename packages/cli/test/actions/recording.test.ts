import { describe, expect, it } from 'vitest';
import {
  describeLoad,
  printRecording,
  recordingExitCode,
} from '../../src/actions/print-recording.ts';
import { chooseSubject } from '../../src/actions/record-subject.ts';
import { chooseExportFormat, chooseStreams } from '../../src/actions/export-streams.ts';
import { FakeTerminal } from '../fake-terminal.ts';

function invocation(operands: readonly string[], flags: Record<string, string> = {}) {
  return {
    operands,
    flags: new Map(Object.entries(flags).map(([name, text]) => [name, [text]])),
    terminal: new FakeTerminal(),
  };
}

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

describe('chooseSubject', () => {
  it('takes a command, and makes room on stdout for JSON', () => {
    expect(chooseSubject(invocation(['serve', '--fast']))).toEqual(command);
    expect(chooseSubject(invocation(['serve'], { json: '' }))).toMatchObject({
      stdoutTo: 'stderr',
    });
  });

  it('takes a process', () => {
    expect(chooseSubject(invocation([], { pid: '12' }))).toEqual({ kind: 'process', pid: 12 });
  });

  it.each([
    [invocation([]), 'nothing to record'],
    [invocation(['serve'], { pid: '12' }), 'both given'],
    [invocation([], { pid: '0' }), 'no process id'],
    [invocation([], { pid: '1.5' }), 'no process id'],
    [invocation([], { pid: 'me' }), '--pid: "me" is not a number'],
  ])('refuses what is nothing, or two things, or no pid (%#)', (asked, message) => {
    expect(() => chooseSubject(asked)).toThrow(message);
  });
});

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
    expect(terminal.stderr.text).toContain('The command "serve" ended with code 7.');
    expect(terminal.stderr.text).toContain('peak 4.0 KiB after 3.00 ms');
    expect(terminal.stderr.text).toContain('Run directory: loadcell-results/one\n');
  });

  it('prints the summary of a process on stdout', () => {
    const terminal = new FakeTerminal();
    const end = { kind: 'duration' } as const;
    printRecording({ ...recording, end }, { kind: 'process', pid: 12 }, false, terminal);
    expect(terminal.stdout.text).toContain('Process 12 runs on');
  });

  it('prints one object for JSON, in which what was not measured is null', () => {
    const terminal = new FakeTerminal();
    printRecording(recording, command, true, terminal);
    expect(JSON.parse(terminal.stdout.text)).toEqual({
      ...recording.summary,
      rssBytes: { ...recording.summary.rssBytes, last: null },
    });
  });

  it('reports what the sum of resident sizes hides', () => {
    const terminal = new FakeTerminal();
    const summary = {
      ...recording.summary,
      peakProportionalBytes: 1024,
      proportionalReadings: 5,
      peakSwapBytes: 2048,
      peakHugetlbBytes: 3072,
    };
    printRecording({ ...recording, summary }, command, false, terminal);
    expect(terminal.stderr.text).toContain('at least 1.0 KiB with each page once');
    expect(terminal.stderr.text).toContain('5 readings');
    expect(terminal.stderr.text).toContain('up to 3.0 KiB huge pages');
    expect(terminal.stderr.text).toContain('swap       peak 2.0 KiB');
  });

  it('reports no shared pages, swap or huge pages where there are none', () => {
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

  it('names what still runs', () => {
    const terminal = new FakeTerminal();
    printRecording({ ...recording, left: [{ pid: 99, startTicks: 1 }] }, command, false, terminal);
    expect(terminal.stderr.text).toContain('still running: 99');
  });
});

describe('describeLoad', () => {
  it('leaves out what is not known yet', () => {
    const status = { rssBytes: 1024, peakRssBytes: 2048, processes: 1, cpuUtilization: Number.NaN };
    expect(describeLoad(status)).toBe('');
    expect(describeLoad({ ...status, cpuUtilization: 0.5 })).toBe('50.0% of a core');
  });
});

describe('what to export', () => {
  it('is every stream unless one is named', () => {
    expect(chooseStreams(new Map())).toEqual(['samples', 'survey', 'requests']);
    expect(chooseStreams(new Map([['stream', ['survey']]]))).toEqual(['survey']);
    expect(() => chooseStreams(new Map([['stream', ['sample']]]))).toThrow(
      'Did you mean "samples"?',
    );
  });

  it('needs a format', () => {
    expect(chooseExportFormat(new Map([['to', ['parquet']]]))).toBe('parquet');
    expect(() => chooseExportFormat(new Map())).toThrow('--to csv or --to parquet');
    expect(() => chooseExportFormat(new Map([['to', ['parket']]]))).toThrow(
      'Did you mean "parquet"?',
    );
  });
});
