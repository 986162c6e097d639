import { describe, expect, it } from 'vitest';
import { RecordingStreams, type StreamWriter } from '../../src/record/recording-streams.ts';
import type { RunEvent } from '../../src/stream/events/run-event.ts';
import { emptySamples } from '../../src/stream/columns/sample-columns.ts';

/** A disk that is full from a given write on. */
class FillingWriter implements StreamWriter {
  readonly written: string[] = [];
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  #write(what: string): void {
    if (this.#room === 0) {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    this.#room -= 1;
    this.written.push(what);
  }

  samples(): void {
    this.#write('samples');
  }

  survey(): void {
    this.#write('survey');
  }

  event(event: RunEvent): void {
    this.#write(event.kind);
  }

  close(): Promise<void> {
    this.written.push('close');
    return Promise.resolve();
  }
}

const mark: RunEvent = { kind: 'mark', atNs: 1, phase: 'record', name: 'here' };

describe('RecordingStreams', () => {
  it('reports a full disk once, writes nothing after the gap, and still closes', async () => {
    const writer = new FillingWriter(1);
    const codes: string[] = [];
    const streams = new RecordingStreams(writer, '/runs/one');
    streams.onFailure((error) => codes.push(error.code));
    streams.samples(emptySamples());
    streams.survey([]);
    streams.event(mark);
    await streams.close();
    await streams.close();
    expect(writer.written).toEqual(['samples', 'close']);
    expect(codes).toEqual(['RECORDING']);
    expect(streams.failure?.message).toMatch(/\/runs\/one: ENOSPC.*is readable.*--output-dir/s);
  });

  it('reports a failure that occurred before the callback was set', () => {
    const streams = new RecordingStreams(new FillingWriter(0), '/runs/one');
    streams.samples(emptySamples());
    const codes: string[] = [];
    streams.onFailure((error) => codes.push(error.code));
    expect(codes).toEqual(['RECORDING']);
  });

  it('passes on events whether or not they could be written', () => {
    const seen: string[] = [];
    const streams = new RecordingStreams(new FillingWriter(0), '/runs/one', ({ kind }) =>
      seen.push(kind),
    );
    streams.event(mark);
    expect(seen).toEqual(['mark']);
  });

  it('rethrows a bug', () => {
    const writer = new FillingWriter(1);
    writer.samples = () => {
      throw new TypeError('not what it should be');
    };
    const streams = new RecordingStreams(writer, '/runs/one');
    expect(() => streams.samples(emptySamples())).toThrow(TypeError);
  });
});
