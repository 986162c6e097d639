import { describe, expect, it } from 'vitest';
import { CourseBook } from '../../../../src/fleet/coordinator/course/course-book.ts';
import type { AgentState } from '../../../../src/fleet/protocol/agent-state.ts';
import { LoadcellError } from '../../../../src/spec/error/errors.ts';
import { presenceOf } from '../support/presence-of.ts';

const LOST = new LoadcellError('FLEET_LOST', 'a was lost');

function stateOf(kind: AgentState['kind'], given: Partial<AgentState> = {}): AgentState {
  return { kind, atNs: 0, ...given };
}

function bookOf(): CourseBook {
  return new CourseBook({
    load: [presenceOf('a'), presenceOf('b')],
    watch: [presenceOf('w', { roles: ['watch'] })],
  });
}

describe('CourseBook', () => {
  it('is watched once every watcher samples', () => {
    const book = bookOf();
    expect(book.isWatched).toBe(false);
    book.take('w', stateOf('ready'));
    expect(book.isWatched).toBe(false);
    book.take('w', stateOf('running'));
    expect(book.isWatched).toBe(true);
  });

  it('has no load left once every load agent has ended, failed or was lost', () => {
    const book = bookOf();
    book.take('a', stateOf('ended'));
    expect(book.isLoadOver).toBe(false);
    book.lose('b', LOST);
    expect(book.isLoadOver).toBe(true);
    expect(book.isOver).toBe(false);
  });

  it('is over once every agent has stored its directory, failed or was lost', () => {
    const book = bookOf();
    book.take('a', stateOf('stored', { directory: { files: [] } }));
    book.take('b', stateOf('failed'));
    expect(book.open.map(({ name }) => name)).toEqual(['w']);
    book.lose('w', LOST);
    expect(book.isOver).toBe(true);
  });

  it('names the agent in its error', () => {
    const book = bookOf();
    const error = { code: 'TARGET_DIED', message: 'the server exited', help: 'read its log' };
    book.take('b', stateOf('storing', { error }));
    expect(book.failure).toMatchObject({
      code: 'TARGET_DIED',
      summary: 'machine b: the server exited',
      help: 'read its log',
    });
    expect(book.open).toHaveLength(3);
  });

  it('takes an invalid setting of a machine for a failure of that machine, not of the command line', () => {
    const book = bookOf();
    const error = { code: 'CONFIG', message: 'cannot use "/full": no space left' };
    book.take('b', stateOf('failed', { error }));
    expect(book.failure).toMatchObject({
      code: 'FLEET_AGENT',
      summary: 'machine b: cannot use "/full": no space left',
    });
  });

  it('gives an agent that failed without a reason one', () => {
    const book = bookOf();
    book.take('a', stateOf('failed'));
    expect(book.failure?.summary).toBe('machine a: it failed without a reason');
  });

  it('keeps what an agent has stored, when it is lost afterwards', () => {
    const book = bookOf();
    book.take('a', stateOf('stored', { directory: { files: [] } }));
    book.lose('a', LOST);
    book.take('a', stateOf('failed'));
    expect(book.all[0]).toMatchObject({ state: { kind: 'stored' }, isOver: true });
    expect(book.failure).toBeUndefined();
  });

  it('ignores agents of other runs', () => {
    const book = bookOf();
    book.take('stranger', stateOf('failed'));
    expect(book.all).toHaveLength(3);
    expect(book.failure).toBeUndefined();
  });
});
