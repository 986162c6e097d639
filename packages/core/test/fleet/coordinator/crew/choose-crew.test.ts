import { describe, expect, it } from 'vitest';
import {
  chooseCrew,
  type Choice,
  type Wanted,
} from '../../../../src/fleet/coordinator/crew/choose-crew.ts';
import type { SeenAgent } from '../../../../src/fleet/coordinator/crew/roster.ts';
import type { AgentPresence } from '../../../../src/fleet/protocol/presence.ts';
import { presenceOf } from '../support/presence-of.ts';

function seen(name: string, given: Partial<AgentPresence> = {}, isBeating = true): SeenAgent {
  return { presence: presenceOf(name, given), isBeating, beatNs: 0 };
}

const ALL: Wanted = { kind: 'all' };

function choose(agents: readonly SeenAgent[], load: Wanted = ALL, watch: Wanted = ALL): Choice {
  return chooseCrew(agents, { load, watch, version: '1.0.0' });
}

function namesOf({ crew }: Choice): { load: string[]; watch: string[] } | undefined {
  if (crew === undefined) return undefined;
  const names = (list: readonly AgentPresence[]): string[] => list.map(({ name }) => name);
  return { load: names(crew.load), watch: names(crew.watch) };
}

describe('chooseCrew', () => {
  it('takes every idle agent by default, in the order of their names', () => {
    const choice = choose([
      seen('c'),
      seen('a'),
      seen('w', { roles: ['watch'] }),
      seen('b', { busyWith: 'R1' }),
      seen('d', {}, false),
    ]);
    expect(namesOf(choice)).toEqual({ load: ['a', 'c'], watch: ['w'] });
  });

  it('takes a number of agents, those without another role first', () => {
    const agents = [seen('a', { roles: ['load', 'watch'] }), seen('b'), seen('c')];
    const choice = choose(agents, { kind: 'count', count: 2 });
    expect(namesOf(choice)).toEqual({ load: ['b', 'c'], watch: ['a'] });
  });

  it('gives an agent one role: load first', () => {
    const agents = [seen('a', { roles: ['load', 'watch'] })];
    expect(namesOf(choose(agents))).toEqual({ load: ['a'], watch: [] });
  });

  it('keeps an agent free that is named as a watcher', () => {
    const agents = [seen('a', { roles: ['load', 'watch'] }), seen('b')];
    const choice = choose(agents, ALL, { kind: 'named', names: ['a'] });
    expect(namesOf(choice)).toEqual({ load: ['b'], watch: ['a'] });
  });

  it('keeps the order of named agents', () => {
    const choice = choose([seen('a'), seen('b')], { kind: 'named', names: ['b', 'a'] });
    expect(namesOf(choice)).toEqual({ load: ['b', 'a'], watch: [] });
  });

  it('explains a shortage with each agent that cannot be used', () => {
    const agents = [
      seen('a'),
      seen('b', { busyWith: 'R7' }),
      seen('c', {}, false),
      seen('d', { version: '0.9.0' }),
      seen('e', { unable: 'nothing listens on port 8000' }),
    ];
    const { shortage } = choose(agents, { kind: 'count', count: 3 });
    expect(shortage?.code).toBe('FLEET_SHORT');
    expect(shortage?.summary).toBe(
      `3 load agents are needed, and 1 is ready (a): ${[
        'b is busy with run R7',
        'c sends no heartbeat',
        'd has Loadcell 0.9.0, and this is 1.0.0',
        'e accepts no run: nothing listens on port 8000',
      ].join('; ')}`,
    );
  });

  it('explains that nothing is there', () => {
    const { shortage } = choose([], { kind: 'count', count: 1 });
    expect(shortage?.summary).toBe(
      '1 load agent is needed, and none is ready: no other agent has the role load',
    );
  });

  it('refuses to run without a load agent', () => {
    expect(choose([seen('w', { roles: ['watch'] })]).shortage?.summary).toContain(
      'no load agent is ready',
    );
  });

  it('names the agents that are not there', () => {
    const { shortage } = choose([seen('a')], { kind: 'named', names: ['a', 'z'] });
    expect(shortage?.summary).toBe('not every load agent is ready: z is not there');
  });

  it('names the first of many agents, on one line', () => {
    const names = Array.from({ length: 200 }, (_, index) => `a${index}`);
    expect(choose([], { kind: 'named', names }).shortage?.summary).toBe(
      'not every load agent is ready: a0 is not there; a1 is not there; a2 is not there; and 197 more',
    );
    const ready = names.map((name) => seen(name));
    expect(choose(ready, { kind: 'count', count: 300 }).shortage?.summary).toContain(
      '300 load agents are needed, and 200 are ready (a0, a1, a10, and 197 more)',
    );
  });

  it('does not leave out an agent of another version silently', () => {
    const { shortage } = choose([seen('a'), seen('b', { version: '2.0.0' })]);
    expect(shortage?.summary).toContain('b has Loadcell 2.0.0, and this is 1.0.0');
  });

  it('does not leave out a watcher silently whose server has exited, unless it is asked for none', () => {
    const agents = [seen('a'), seen('w', { roles: ['watch'], unable: 'process 7 has exited' })];
    expect(choose(agents).shortage?.summary).toBe(
      'not every watch agent is ready: w accepts no run: process 7 has exited',
    );
    const none: Wanted = { kind: 'count', count: 0 };
    expect(namesOf(choose(agents, ALL, none))).toEqual({ load: ['a'], watch: [] });
  });

  it('refuses another protocol of the same version', () => {
    const { shortage } = choose([seen('a', { protocol: 2 })]);
    expect(shortage?.summary).toContain('a has protocol 2, and this is 1');
  });

  it('lists shortages of both roles', () => {
    const { shortage } = choose([], { kind: 'count', count: 2 }, { kind: 'count', count: 1 });
    expect(shortage?.summary).toContain('2 load agents are needed');
    expect(shortage?.summary).toContain('1 watch agent is needed');
  });
});
