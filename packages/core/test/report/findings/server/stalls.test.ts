import { describe, expect, test } from 'vitest';

import { stalls } from '../../../../src/report/findings/server/stalls.ts';
import { MIB, PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

describe('stalls', () => {
  /** Four streams with a token each 20 ms, which all stand still once for so long. */
  const stalling = (stallMs: number, streams = 4): PhaseBuilder => {
    const phase = new PhaseBuilder('p').stage('closed', 0, 9000);
    for (let stream = 0; stream < streams; stream += 1) {
      const chunksMs = Array.from({ length: 100 }, (_, token) => 100 + stream + token * 20).map(
        (ms) => (ms > 1000 ? ms + stallMs : ms),
      );
      phase.request({ purpose: 'load', stage: 'closed', sentMs: 0, chunksMs });
    }
    return phase;
  };

  test('is a warning on seconds of nothing on every connection, with when', () => {
    expect(advice(stalls, stalling(3100), {}, 9000)[0]).toMatch(
      /Responses stalled.*longest 3\.1\d s, at 1\.00 s, responses in progress 4/u,
    );
    expect(severities(stalls, stalling(3100), 9000)).toEqual(['warning']);
  });

  test('names the machine where memory samples stopped as well', () => {
    const stopped = stalling(3100)
      .memory({ fromMs: 0, toMs: 1001, rssBytes: MIB })
      .memory({ fromMs: 4050, toMs: 9000, rssBytes: MIB });
    expect(advice(stalls, stopped, {}, 9000)).toEqual([
      expect.stringContaining('The machine paused'),
    ]);
    const sampled = stalling(3100).memory({ fromMs: 0, toMs: 9000, rssBytes: MIB });
    expect(advice(stalls, sampled, {}, 9000)[0]).toContain('Responses stalled');
  });

  test('reports nothing on a second, on one response that waits, and before the first token', () => {
    expect(advice(stalls, stalling(1000), {}, 9000)).toEqual([]);
    expect(advice(stalls, stalling(3100, 1), {}, 9000)).toEqual([]);
    const reading = new PhaseBuilder('p').stage('closed', 0, 9000);
    for (let stream = 0; stream < 4; stream += 1) {
      reading.request({ purpose: 'load', stage: 'closed', sentMs: 0, chunksMs: [4000, 4020] });
    }
    expect(advice(stalls, reading, {}, 9000)).toEqual([]);
  });
});
