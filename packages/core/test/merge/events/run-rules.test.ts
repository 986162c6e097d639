import { describe, expect, it } from 'vitest';
import { RUN_RULES } from '../../../src/merge/events/run-rules.ts';
import { LoadcellError, ResourceError } from '../../../src/spec/error/errors.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';

const CONTEXT = { loaders: 2, isWatched: true, phaseBegan: () => 2, stageBegan: () => 2 };

/** The failures of phase load of the machines. */
function failuresOf(errors: Readonly<Record<string, Error>>): Error[] {
  const events = Object.entries(errors).map(([machine, error]) => ({
    machine,
    event: { kind: 'phase-failed', atNs: 1, phase: 'load', error } satisfies RunEvent,
  }));
  const merged = RUN_RULES['phase-failed'].combine(events, CONTEXT, 0);
  return merged.flatMap((event) => (event.kind === 'phase-failed' ? [event.error] : []));
}

describe('the failures of a merged phase', () => {
  it('has that of a watching machine once, as those that were stopped by it recorded it, too', () => {
    const relayed = new LoadcellError('TARGET_DIED', 'machine gpu: target process 4 exited');
    const own = new LoadcellError('TARGET_DIED', 'target process 4 exited');
    expect(failuresOf({ a: relayed, b: relayed, gpu: own })).toEqual([relayed]);
  });

  it('names the machine whose memory limit was crossed, with limit and memory', () => {
    const details = { resource: 'memory', limit: 1, actual: 2 };
    const [error] = failuresOf({ gpu: new ResourceError('over the limit', details) });
    expect(error).toBeInstanceOf(ResourceError);
    expect(error).toMatchObject({ ...details, summary: 'machine gpu: over the limit' });
  });

  it('has those of different machines with their names', () => {
    const error = new Error('odd');
    expect(failuresOf({ a: error, b: error }).map(({ message }) => message)).toEqual([
      'machine a: odd',
      'machine b: odd',
    ]);
  });
});
