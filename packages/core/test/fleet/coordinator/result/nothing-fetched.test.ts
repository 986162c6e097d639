import { describe, expect, it } from 'vitest';
import type { AgentCourse } from '../../../../src/fleet/coordinator/course/course-book.ts';
import { nothingFetched } from '../../../../src/fleet/coordinator/result/nothing-fetched.ts';
import { LoadcellError } from '../../../../src/spec/error/errors.ts';

function course(name: string, failure?: LoadcellError): AgentCourse {
  return { name, role: 'load', isOver: true, ...(failure === undefined ? {} : { failure }) };
}

const ALONE = { help: 'check the bus' };
const onA = new LoadcellError('FLEET_LOST', 'machine a: it heard nothing', ALONE);
const onB = new LoadcellError('FLEET_LOST', 'machine b: it heard nothing');
const stopped = new LoadcellError('FLEET_LOST', 'machine c: machine a: it heard nothing');

describe('a run of which nothing could be fetched', () => {
  it('names every agent that failed by itself, and none that was stopped', () => {
    const agents = [course('a', onA), course('b', onB), course('c', stopped)];
    expect(nothingFetched({ agents, aborted: onA }, [])).toMatchObject({
      code: 'FLEET_LOST',
      summary: 'machine a: it heard nothing; machine b: it heard nothing',
      help: 'check the bus',
    });
    const one = [course('a', onA), course('c', stopped)];
    expect(nothingFetched({ agents: one, aborted: onA }, [])).toBe(onA);
  });

  it('has the limit of the run, or the user, as the reason where they ended it', () => {
    const aborted = new LoadcellError('TIMEOUT', 'the run timed out');
    const agents = [course('a', onA), course('b', onB)];
    expect(nothingFetched({ agents, aborted }, [])).toBe(aborted);
  });

  it('has why each directory is missing where the run was not aborted', () => {
    const lost = [{ machine: 'a', reason: 'it stored no run directory' }];
    expect(nothingFetched({ agents: [course('a')] }, lost)).toMatchObject({
      code: 'FLEET_FETCH',
      summary: 'a: it stored no run directory',
    });
  });
});
