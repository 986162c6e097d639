import { describe, expect, it } from 'vitest';
import { refusal, stagesOf, type FlagTexts } from './flagged-stages.ts';

describe('--until-decided', () => {
  it('sets each closed and open stage to run until decided, and does not change a sweep', () => {
    const flags = { concurrency: '8', rate: '5', sweep: 'rate=1..2', 'until-decided': '' };
    expect(stagesOf({ ...flags, 'max-duration': '2min' })).toEqual([
      { kind: 'closed', concurrency: 8, until: 'decided', maxDuration: 120_000 },
      { kind: 'open', rate: 5, until: 'decided', maxDuration: 120_000 },
      { kind: 'sweep', parameter: 'rate', from: 1, to: 2 },
    ]);
  });

  it('changes the default stages', () => {
    expect(stagesOf({ 'until-decided': '' })).toMatchObject([
      { kind: 'closed', until: 'decided' },
      { kind: 'open', until: 'decided' },
    ]);
  });

  it('replaces another end in the file, and is replaced by a number of requests', () => {
    const timed = { kind: 'closed', duration: '5s', minRequests: 9 };
    expect(stagesOf({ 'until-decided': '' }, [timed, { kind: 'closed', requests: 5 }])).toEqual([
      { kind: 'closed', until: 'decided' },
      { kind: 'closed', until: 'decided' },
    ]);
    const decided = { kind: 'open', rate: 1, until: 'decided', maxDuration: '5s' };
    expect(stagesOf({ requests: '10' }, [decided])).toEqual([
      { kind: 'open', rate: 1, requests: 10 },
    ]);
    expect(stagesOf({ 'max-duration': '1s' }, [decided])).toEqual([
      { ...decided, maxDuration: 1000 },
    ]);
  });

  it.each([
    [
      { rate: '5', 'until-decided': '', requests: '10' },
      '--until-decided cannot be combined with --requests',
      'remove one: a stage ends by decision or by count',
    ],
    [
      { rate: '5', 'until-decided': '', duration: '10s' },
      '--until-decided cannot be combined with --duration',
      'replace --duration with --max-duration, which bounds each stage',
    ],
    [
      { rate: '5', ramp: '1..2', 'until-decided': '' },
      '--until-decided cannot be combined with a ramp',
      'remove one: only closed and open stages can run until decided',
    ],
    [
      { rate: '5', trace: 'a.csv', 'until-decided': '' },
      '--until-decided cannot be combined with a trace',
      'remove one: only closed and open stages can run until decided',
    ],
    [
      { sweep: 'rate=1..2', 'until-decided': '' },
      '--until-decided needs a stage of kind closed or open',
      'remove it, or add such a stage; this run has only sweep',
    ],
    [
      { rate: '5', 'max-duration': '10s' },
      '--max-duration needs --until-decided',
      'add --until-decided, or pass --duration for the time of a phase',
    ],
    [
      { rate: '5', 'until-decided': '', 'max-duration': '10' },
      '--max-duration: invalid duration "10": expected a number with one of the units us, ms, s, m, min, h, such as 30s',
      'write it with its unit, such as 30s',
    ],
  ])('%j is rejected with help', (flags: FlagTexts, text, help) => {
    expect(refusal(flags)).toEqual({ text, help });
  });

  it('is rejected with stages of the file that end in another way', () => {
    expect(refusal({ 'until-decided': '' }, [{ kind: 'sessions' }]).text).toBe(
      '--until-decided cannot be combined with a sessions stage',
    );
  });
});
