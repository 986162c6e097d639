import { describe, expect, it } from 'vitest';
import type { PhaseRequest } from '../../../src/phase/phase-journal.ts';
import type { PhaseEvent } from '../../../src/stream/events/phase-event.ts';
import { OutageLog } from '../../../src/phase/watch/outage-log.ts';
import { rowAt } from './rows.ts';

/** Gives rows to a log. @returns the events that it recorded, with timestamps, and its lines */
function outagesOf(rows: readonly PhaseRequest[]) {
  const events: PhaseEvent[] = [];
  const steps: string[] = [];
  const log = new OutageLog({
    event: (event) => events.push(event),
    step: (line) => steps.push(line),
  });
  for (const row of rows) log.take(row);
  log.end();
  return { events, steps };
}

const refused = (endMs: number): PhaseRequest => rowAt(endMs, { errorKind: 'refused' });

/** The connection ended within the response. */
const cut = (endMs: number): PhaseRequest =>
  rowAt(endMs, { errorKind: 'closed-early', firstByteNs: endMs * 1e6 - 1 });

describe('an outage', () => {
  it('lasts from the first lost request to the next one that gets a response', () => {
    const { events, steps } = outagesOf([
      rowAt(10),
      cut(20),
      cut(21),
      refused(70),
      refused(170),
      refused(370),
      rowAt(520),
      rowAt(530),
    ]);
    expect(events).toEqual([
      {
        kind: 'outage',
        beganNs: 20e6,
        endedNs: 519e6,
        requests: 5,
        cause: 'refused',
        message: 'It was refused.',
      },
    ]);
    expect(steps).toEqual(['server unreachable for 499 ms, 5 requests failed (refused)']);
  });

  it('is of one replica, whatever the others respond', () => {
    const a = { replica: 'http://a:1' };
    const b = { replica: 'http://b:1' };
    const { events, steps } = outagesOf([
      rowAt(10, a),
      rowAt(11, b),
      rowAt(70, { ...b, errorKind: 'refused' }),
      rowAt(80, a),
      rowAt(170, { ...b, errorKind: 'refused' }),
      rowAt(180, a),
    ]);
    expect(events).toMatchObject([{ beganNs: 70e6, endedNs: Number.NaN, requests: 2, ...b }]);
    expect(steps).toEqual([
      'replica http://b:1 unreachable until the end of the phase, 2 requests failed (refused)',
    ]);
  });

  it('continues past responses to requests that were sent before it', () => {
    const { events } = outagesOf([
      rowAt(10),
      refused(20),
      rowAt(300, { sentNs: 5e6 }),
      refused(400),
      rowAt(600),
    ]);
    expect(events).toMatchObject([{ beganNs: 20e6, endedNs: 599e6, requests: 2 }]);
  });

  it('has no end when the server never responds again', () => {
    const { events, steps } = outagesOf([rowAt(10), refused(20), refused(70)]);
    expect(events).toMatchObject([{ endedNs: NaN, requests: 2 }]);
    expect(steps).toEqual([
      'server unreachable until the end of the phase, 2 requests failed (refused)',
    ]);
  });

  it('is detected through a proxy that accepts and closes, and through a gateway that returns 502', () => {
    const closed = [20, 70, 170].map((endMs) => rowAt(endMs, { errorKind: 'closed-early' }));
    expect(outagesOf([rowAt(10), ...closed, rowAt(400)]).events).toMatchObject([
      { requests: 3, cause: 'closed-early' },
    ]);
    const gateway = [20, 90].map((endMs) =>
      rowAt(endMs, { errorKind: 'http-502', firstByteNs: 1 }),
    );
    expect(outagesOf([rowAt(10), ...gateway, rowAt(400)]).events).toMatchObject([
      { requests: 2, cause: 'http-502' },
    ]);
  });

  it('ends with any response, not only with a success', () => {
    const { events } = outagesOf([
      rowAt(10),
      refused(20),
      rowAt(300, { errorKind: 'http-5xx', firstByteNs: 1 }),
    ]);
    expect(events).toMatchObject([{ endedNs: 299e6 }]);
  });

  it('does not count before a success, for an instant, or when single responses are cut', () => {
    expect(outagesOf([refused(10), refused(200), rowAt(300)]).events).toEqual([]);
    expect(outagesOf([rowAt(10), refused(20), rowAt(40)]).events).toEqual([]);
    expect(outagesOf([rowAt(10), cut(20), cut(200), cut(300), rowAt(400)]).events).toEqual([]);
    const reset = rowAt(20, { errorKind: 'reset' });
    expect(outagesOf([rowAt(10), reset, rowAt(400)]).events).toEqual([]);
  });

  it('does not count requests that the run canceled', () => {
    const taken = rowAt(300, { outcome: 'cancelled', errorKind: 'cancelled' });
    expect(outagesOf([rowAt(10), refused(20), taken]).events).toMatchObject([
      { requests: 1, endedNs: NaN },
    ]);
  });
});
