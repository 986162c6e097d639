import { appendFileSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResourceError, TestError } from '@loadcell/core';
import { EventsFileWriter, readEventsFile } from '../../../src/stream/files/events-file.ts';
import { ONE_OF_EACH_EVENT } from '../built/one-of-each-event.ts';
import { RunEventSchema, type RunEvent } from '../../../src/stream/events/run-event.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const A: RunEvent = { kind: 'mark', atNs: 1, phase: 'load', name: 'a' };
const B: RunEvent = { kind: 'mark', atNs: 2, phase: 'load', name: 'b' };

function write(path: string, events: readonly RunEvent[]): void {
  const writer = new EventsFileWriter(path);
  for (const event of events) writer.append(event);
  writer.close();
}

describe('the events stream', () => {
  it('gives back every kind of event as it was written', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    write(path, ONE_OF_EACH_EVENT);
    expect(await readEventsFile(path)).toEqual({ events: ONE_OF_EACH_EVENT, isIntact: true });
    const kinds = RunEventSchema.options.map((option) => option.shape.kind.value);
    expect(new Set(ONE_OF_EACH_EVENT.map((event) => event.kind))).toEqual(new Set(kinds));
  });

  it('gives back errors by their class', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    const errors = [
      new TestError('late', { phase: 'load', threshold: 1, actual: 2 }, { code: 'TIMEOUT' }),
      new ResourceError('much', { resource: 'memory', limit: 1, actual: 2 }),
    ];
    write(
      path,
      errors.map((error) => ({ kind: 'phase-failed', atNs: 1, phase: 'load', error })),
    );
    const { events } = await readEventsFile(path);
    expect(events.map((event) => 'error' in event && event.error.constructor)).toEqual([
      TestError,
      ResourceError,
    ]);
  });

  it('writes one object per line, immediately', () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    const writer = new EventsFileWriter(path);
    writer.append({ kind: 'mark', atNs: 1, phase: 'load', name: 'first\nline' });
    expect(readFileSync(path, 'utf8')).toBe(
      '{"kind":"mark","atNs":1,"phase":"load","name":"first\\nline"}\n',
    );
    writer.append({ kind: 'mark', atNs: 2, phase: 'load', name: 'b' });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    writer.close();
  });

  it('leaves out a last line that was cut off at any byte', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    const events: RunEvent[] = [
      { kind: 'mark', atNs: 1, phase: 'load', name: 'ü🧠' },
      { kind: 'mark', atNs: 2, phase: 'load', name: 'ü🧠' },
    ];
    write(path, events);
    const whole = readFileSync(path);
    const firstLine = whole.indexOf('\n') + 1;
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const read = await readEventsFile(path);
      expect(read.events).toEqual(length < firstLine ? [] : events.slice(0, 1));
      expect(read.isIntact).toBe(length === 0 || length === firstLine);
    }
  });

  it('refuses a line that is not an event, and names it', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    write(path, [A]);
    appendFileSync(path, '{"kind":"lunch","atNs":1}\n');
    await expect(readEventsFile(path)).rejects.toThrow(/events\.jsonl.*line 2/s);
  });

  it('leaves out a torn line anywhere, and reports that one is missing', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    write(path, [A]);
    appendFileSync(path, `{"kind":"mark"\n\0\0\0\n${JSON.stringify(B)}\n`);
    expect(await readEventsFile(path)).toEqual({ events: [A, B], isIntact: false });
  });

  it('writes all of a line, also where the system takes a few bytes at a time', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    const writer = new EventsFileWriter(path, (descriptor, bytes, offset) =>
      writeSync(descriptor, bytes, offset, Math.min(7, bytes.length - offset)),
    );
    for (const event of [A, B]) writer.append(event);
    writer.close();
    expect(await readEventsFile(path)).toEqual({ events: [A, B], isIntact: true });
  });

  it('begins a new line after one that the disk had no room for', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    let roomBytes = 20;
    const writer = new EventsFileWriter(path, (descriptor, bytes, offset) => {
      if (roomBytes === 0) throw new Error('ENOSPC');
      const written = writeSync(
        descriptor,
        bytes,
        offset,
        Math.min(roomBytes, bytes.length - offset),
      );
      roomBytes -= written;
      return written;
    });
    expect(() => writer.append(A)).toThrow('ENOSPC');
    expect(() => writer.append(A)).toThrow('ENOSPC');
    roomBytes = 1000;
    for (const event of [B, B]) writer.append(event);
    writer.close();
    expect(await readEventsFile(path)).toEqual({ events: [B, B], isIntact: false });
  });

  it('takes nothing more once it was closed, and can be closed again', async () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    const writer = new EventsFileWriter(path);
    writer.close();
    writer.close();
    writer.append({ kind: 'mark', atNs: 1, phase: 'load', name: 'a' });
    expect(await readEventsFile(path)).toEqual({ events: [], isIntact: true });
  });

  it('is never written over one that is there', () => {
    const path = join(temporaryFolder(), 'events.jsonl');
    write(path, []);
    expect(() => new EventsFileWriter(path)).toThrow('EEXIST');
  });
});
