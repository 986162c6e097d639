import { describe, expect, it } from 'vitest';
import { Roster } from '../../../../src/fleet/coordinator/crew/roster.ts';
import { presenceOf, TestClock } from '../support/presence-of.ts';

describe('Roster', () => {
  it('takes the first value of an agent for no beat: it may be left by a dead one', () => {
    const roster = new Roster(new TestClock().now);
    roster.see(presenceOf('a', { beat: 7 }));
    expect(roster.find('a')?.isBeating).toBe(false);
    roster.see(presenceOf('a', { beat: 7 }));
    expect(roster.find('a')?.isBeating).toBe(false);
    roster.see(presenceOf('a', { beat: 8 }));
    expect(roster.find('a')?.isBeating).toBe(true);
  });

  it('measures silence by its own clock, whatever the wall clock of the agent says', () => {
    const clock = new TestClock();
    const roster = new Roster(clock.now);
    roster.see(presenceOf('a', { beat: 1, beatEpochMs: 60_000 }));
    clock.passMs(1500);
    roster.see(presenceOf('a', { beat: 2, beatEpochMs: 0 }));
    clock.passMs(400);
    expect(roster.silenceMs('a')).toBe(400);
  });

  it('does not count a repeated value as a beat', () => {
    const clock = new TestClock();
    const roster = new Roster(clock.now);
    roster.see(presenceOf('a', { beat: 2 }));
    clock.passMs(3000);
    roster.see(presenceOf('a', { beat: 2 }));
    expect(roster.silenceMs('a')).toBe(3000);
  });

  it('counts a new process of the same name as a beat, even with the same number', () => {
    const clock = new TestClock();
    const roster = new Roster(clock.now);
    roster.see(presenceOf('a', { instance: 'one', beat: 2 }));
    clock.passMs(3000);
    roster.see(presenceOf('a', { instance: 'two', beat: 2 }));
    expect(roster.silenceMs('a')).toBe(0);
  });

  it('forgets an agent that left', () => {
    const roster = new Roster(new TestClock().now);
    roster.see(presenceOf('a'));
    roster.remove('a');
    expect(roster.all()).toEqual([]);
    expect(roster.silenceMs('a')).toBe(Infinity);
  });
});
