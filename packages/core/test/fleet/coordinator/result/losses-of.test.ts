import { describe, expect, it } from 'vitest';
import type { AgentCourse } from '../../../../src/fleet/coordinator/course/course-book.ts';
import { lossesOf } from '../../../../src/fleet/coordinator/result/losses-of.ts';
import { LoadcellError } from '../../../../src/spec/error/errors.ts';

const interrupted = new LoadcellError('INTERRUPTED', 'interrupted');

function course(name: string, failure?: LoadcellError): AgentCourse {
  return { name, role: 'load', isOver: true, ...(failure === undefined ? {} : { failure }) };
}

const fetched = (agent: string): { agent: string; path: string } => ({ agent, path: agent });

describe('lossesOf', () => {
  it('is empty for a run whose directories were all fetched', () => {
    expect(lossesOf({ agents: [course('a')] }, [fetched('a')])).toEqual([]);
  });

  it('leaves out agents whose directories say why they failed', () => {
    const failure = new LoadcellError('TARGET_DIED', 'machine a: the server exited');
    expect(lossesOf({ agents: [course('a', failure)] }, [fetched('a')])).toEqual([]);
    expect(lossesOf({ agents: [course('a', failure)] }, [])).toEqual([
      { machine: 'a', reason: 'the server exited' },
    ]);
  });

  it('names the agent that caused the abort, and not those that it stopped', () => {
    const lost = new LoadcellError('FLEET_LOST', 'a was lost: no heartbeat for 10 s');
    const stopped = new LoadcellError('FLEET_LOST', 'machine b: a was lost: no heartbeat for 10 s');
    const agents = [course('a', lost), course('b', stopped), course('c', interrupted)];
    const losses = lossesOf({ agents, aborted: lost }, [fetched('b'), fetched('c')]);
    expect(losses).toEqual([{ machine: 'a', reason: 'no heartbeat for 10 s' }]);
  });

  it('gives one that was stopped before it recorded no reason of another, and one that failed itself its own', () => {
    const full = new LoadcellError('RECORDING', 'machine a: the disk is full');
    const stopped = new LoadcellError('RECORDING', 'machine b: machine a: the disk is full');
    const alone = new LoadcellError('RECORDING', 'machine c: the disk is full, too');
    const agents = [course('a', full), course('b', stopped), course('c', alone)];
    expect(lossesOf({ agents, aborted: full }, [])).toEqual([
      { machine: 'a', reason: 'the disk is full' },
      { machine: 'b', reason: 'it was stopped before it recorded' },
      { machine: 'c', reason: 'the disk is full, too' },
    ]);
  });

  it('names agents whose directories are missing', () => {
    const error = new LoadcellError('FLEET_FETCH', 'cannot fetch the run directory of a');
    const agents = [course('a'), course('b', interrupted)];
    const losses = lossesOf({ agents, aborted: interrupted }, [{ agent: 'a', error }]);
    expect(losses).toEqual([
      { machine: 'a', reason: 'cannot fetch the run directory of a' },
      { machine: 'b', reason: 'interrupted' },
    ]);
  });

  it('names an agent that stored nothing and gave no reason', () => {
    expect(lossesOf({ agents: [course('a')] }, [])).toEqual([
      { machine: 'a', reason: 'it stored no run directory' },
    ]);
  });
});
