import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** A start of 100 ms, 300 ms and 400 ms, in which memory rises to 50 MiB and falls to 40. */
function started(): PhaseBuilder {
  return new PhaseBuilder('load')
    .event(1000, (place) => ({
      kind: 'server-launched',
      ...place,
      pid: 7,
      command: ['serve'],
      outputFile: 'server-load.log',
    }))
    .memory({ fromMs: 1000, toMs: 1099, rssBytes: 10 * MIB, pid: 7 })
    .memory({ fromMs: 1100, toMs: 1299, rssBytes: 50 * MIB, pid: 7 })
    .memory({ fromMs: 1300, toMs: 2000, rssBytes: 40 * MIB, pid: 7 })
    .surveyed('processIo.storageReadBytes', 1200, 3 * MIB)
    .surveyed('processIo.storageReadBytes', 1350, 8 * MIB)
    .surveyed('processIo.storageReadBytes', 1900, 9 * MIB)
    .event(1100, (place) => ({ kind: 'server-listening', ...place, address: '127.0.0.1:80' }))
    .event(1300, (place) => ({ kind: 'server-healthy', ...place }))
    .event(1400, (place) => ({
      kind: 'server-responded',
      ...place,
      model: 'tiny',
      sentNs: 1350e6,
      inputTokens: 9,
      outputTokens: 1,
    }));
}

function valueOf(name: string, phase = started().build(2000)): number {
  return measure(metricNamed(name), phase).max;
}

describe('the start of a server', () => {
  it.each([
    ['startupTimeToListening', 100],
    ['startupTimeToHealthy', 300],
    ['startupTimeToFirstToken', 400],
    ['startupMemoryAtListening', 50 * MIB],
    ['startupMemoryAtHealthy', 40 * MIB],
    ['startupMemoryAtFirstToken', 40 * MIB],
    ['startupPeakMemory', 50 * MIB],
    ['startupStorageRead', 8 * MIB],
  ])('has a %s of %d', (name, value) => {
    expect(valueOf(name)).toBe(value);
  });

  it('is not measured where none was started, or where the startup did not get that far', () => {
    const none = measure(metricNamed('startupTimeToHealthy'), new PhaseBuilder('load').build(10));
    expect(none).toMatchObject({ avg: NaN, reason: 'Loadcell started no server in this phase' });
    const launched = new PhaseBuilder('load').event(0, (place) => ({
      kind: 'server-launched',
      ...place,
      pid: 7,
      command: ['serve'],
      outputFile: 'server-load.log',
    }));
    const cut = measure(metricNamed('startupTimeToHealthy'), launched.build(10));
    expect(cut).toMatchObject({ avg: NaN, reason: 'the startup did not get that far' });
  });

  it.each([
    [undefined, 'RSS 40.0 MiB at that time; page cache as found'],
    [{}, 'RSS 40.0 MiB at that time; cold page cache'],
    [{ reason: 'half of it stayed' }, 'RSS 40.0 MiB at that time; not cold: half of it stayed'],
  ])('has a note on its files in the page cache: %j', (drop, note) => {
    const phase = started();
    if (drop !== undefined) {
      phase.event(900, (place) => ({
        kind: 'page-cache-dropped',
        ...place,
        files: 2,
        bytesBefore: MIB,
        bytesAfter: 0,
        ...drop,
      }));
    }
    expect(measure(metricNamed('startupTimeToFirstToken'), phase.build(2000)).note).toBe(note);
  });
});
