import { describe, expect, it } from 'vitest';
import { StageBoard, START_LEAD_MS } from '../../../../src/fleet/coordinator/stages/stage-board.ts';
import { keys } from '../../../../src/fleet/protocol/names.ts';
import type { StageTotals } from '../../../../src/phase/stage/sync/stage-sync.ts';
import { TestClock } from '../support/presence-of.ts';

const KEY = { phase: 'load', stage: 'steady state' } as const;
const NEXT = { phase: 'load', stage: 'next' } as const;
const READY = { kind: 'ready' } as const;

function ended(given: Partial<StageTotals> = {}): { kind: 'ended'; totals: StageTotals } {
  const totals = { measured: 10, good: 8, abandoned: 1, requestsPerSecond: 2.5, ...given };
  return { kind: 'ended', totals };
}

function boardOf(...agents: string[]): { board: StageBoard; clock: TestClock } {
  const clock = new TestClock();
  const board = new StageBoard(agents, clock.now);
  board.release();
  return { board, clock };
}

describe('StageBoard', () => {
  it('starts a stage at one instant, in its own clock, once the last agent is ready', () => {
    const { board, clock } = boardOf('a', 'b');
    expect(board.take(KEY, 'a', READY)).toEqual([]);
    clock.passMs(700);
    const startNs = clock.ns + START_LEAD_MS * 1e6;
    expect(board.take(KEY, 'b', READY)).toEqual([{ key: keys.start(KEY), value: { startNs } }]);
    expect(board.inProgress).toEqual(KEY);
  });

  it('starts at least 2 s ahead', () => {
    expect(START_LEAD_MS).toBeGreaterThanOrEqual(2000);
  });

  it('starts a stage once, even when reports come twice', () => {
    const { board } = boardOf('a', 'b');
    board.take(KEY, 'a', READY);
    board.take(KEY, 'b', READY);
    expect(board.take(KEY, 'a', READY)).toEqual([]);
    expect(board.take(KEY, 'b', READY)).toEqual([]);
  });

  it('is not ready because one agent reports twice', () => {
    const { board } = boardOf('a', 'b');
    board.take(KEY, 'a', READY);
    expect(board.take(KEY, 'a', READY)).toEqual([]);
  });

  it('waits for the watchers', () => {
    const clock = new TestClock();
    const board = new StageBoard(['a'], clock.now);
    expect(board.take(KEY, 'a', READY)).toEqual([]);
    expect(board.release()).toHaveLength(1);
    expect(board.release()).toEqual([]);
  });

  it('ignores agents that send no load in this run', () => {
    const { board } = boardOf('a');
    expect(board.take(KEY, 'stranger', READY)).toEqual([]);
    expect(board.inProgress).toBeUndefined();
  });

  it('sums the totals once the stage has ended on all agents', () => {
    const { board } = boardOf('a', 'b');
    board.take(KEY, 'a', READY);
    board.take(KEY, 'b', READY);
    expect(board.take(KEY, 'a', ended())).toEqual([]);
    expect(board.take(KEY, 'b', ended({ measured: 5, requestsPerSecond: 1 }))).toEqual([
      {
        key: keys.totals(KEY),
        value: { measured: 15, good: 16, abandoned: 2, requestsPerSecond: 3.5 },
      },
    ]);
    expect(board.take(KEY, 'b', ended())).toEqual([]);
    expect(board.inProgress).toBeUndefined();
  });

  it('sends an unmeasured rate as null, which JSON can hold', () => {
    const { board } = boardOf('a');
    const [put] = board.take(KEY, 'a', ended({ requestsPerSecond: Number.NaN }));
    expect(put?.value).toMatchObject({ requestsPerSecond: null });
  });

  it('names the agents that the others wait for', () => {
    const { board } = boardOf('a', 'b', 'c');
    expect(board.awaited).toEqual([]);
    board.take(KEY, 'b', READY);
    expect(board.awaited).toEqual(['a', 'c']);
    board.take(KEY, 'a', READY);
    board.take(KEY, 'c', READY);
    expect(board.awaited).toEqual([]);
    board.take(NEXT, 'c', READY);
    expect(board.awaited).toEqual(['a', 'b']);
  });

  it('stops a stage for all agents once, and not after its end', () => {
    const { board } = boardOf('a');
    const stop = { kind: 'decided', looks: 2, requests: 128 } as const;
    expect(board.stop(KEY, stop)).toEqual([{ key: keys.stop(KEY), value: stop }]);
    expect(board.stop(KEY, stop)).toEqual([]);
    board.take(NEXT, 'a', ended());
    expect(board.stop(NEXT, stop)).toEqual([]);
  });
});
