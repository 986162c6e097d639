import { ConfigError, LiveAggregate, parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import {
  describeFailures,
  telemetryNote,
  telemetryOf,
  withTelemetry,
} from '../../src/telemetry/with-telemetry.ts';
import { FakeTerminal } from '../fake-terminal.ts';

describe('telemetry options of a configuration', () => {
  it('are empty without an address', () => {
    expect(telemetryOf(parseConfig({}).telemetry)).toEqual({});
  });

  it('are a collector and a loopback port', () => {
    const { telemetry } = parseConfig({
      telemetry: {
        otlp: { url: 'http://127.0.0.1:4318', interval: '2s' },
        prometheus: { port: 0 },
      },
    });
    expect(telemetryOf(telemetry)).toEqual({
      otlp: { url: 'http://127.0.0.1:4318', headersEnv: {}, intervalMs: 2000 },
      prometheus: { port: 0, host: '127.0.0.1' },
    });
  });
});

describe('the line on failed exports', () => {
  it('is empty when no export failed', () => {
    const taken = { sent: 5, failed: 0, firstFailure: '' };
    expect(describeFailures('http://c', [taken, undefined])).toBe('');
  });

  it('reports the number of failed exports and the first reason once', () => {
    const live = { sent: 5, failed: 2, firstFailure: 'down' };
    const summary = { sent: 1, failed: 1, firstFailure: 'still down' };
    expect(describeFailures('http://c', [live, summary])).toBe(
      'OTLP: 3 of 6 exports to http://c failed (down). Results are unaffected.\n',
    );
  });
});

describe('the URL of the metrics', () => {
  const tell = (flags: readonly string[], port: number) => {
    const terminal = new FakeTerminal();
    const noted: string[] = [];
    const note = (line: string): void => {
      noted.push(line);
    };
    const asked = { flags: new Map(flags.map((flag) => [flag, []])), terminal };
    telemetryNote({ prometheus: { port } }, asked, note)('Prometheus: here');
    return { noted, written: terminal.stderr.text };
  };

  it('is a note of the progress', () => {
    expect(tell([], 0)).toEqual({ noted: ['Prometheus: here'], written: '' });
    expect(tell(['quiet'], 9090)).toEqual({ noted: ['Prometheus: here'], written: '' });
  });

  it('is printed with --quiet where the port is chosen by the system', () => {
    expect(tell(['quiet'], 0)).toEqual({ noted: [], written: 'Prometheus: here\n' });
  });
});

describe('work with telemetry', () => {
  const live = new LiveAggregate([]);

  it('does not start with an invalid address', async () => {
    let begun = false;
    const work = async (): Promise<void> => {
      begun = true;
    };
    const otlp = { url: 'no address' };
    await expect(withTelemetry({ otlp }, live, () => {}, work)).rejects.toThrow(ConfigError);
    expect(begun).toBe(false);
  });

  it('is no longer exported after it failed', async () => {
    const notes: string[] = [];
    const work = (): Promise<void> => Promise.reject(new Error('it failed'));
    const running = withTelemetry(
      { prometheus: { port: 0 } },
      live,
      (line) => notes.push(line),
      work,
    );
    await expect(running).rejects.toThrow('it failed');
    const url = notes[0]?.replace('Prometheus: ', '') ?? '';
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
