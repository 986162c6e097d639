import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gate } from '../../../../src/phase/stage/loop/gate.ts';

const idle = new AbortController().signal;

describe('a gate', () => {
  it('never exceeds its width, and runs all work in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat({ max: 4 }), { maxLength: 30 }),
        async (width, turns) => {
          const gate = new Gate(width);
          const begun: number[] = [];
          let inside = 0;
          await Promise.all(
            turns.map((count, number) =>
              gate.pass(idle, async () => {
                begun.push(number);
                inside += 1;
                expect(inside).toBeLessThanOrEqual(width);
                for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
                inside -= 1;
              }),
            ),
          );
          expect(begun).toEqual(turns.map((_, number) => number));
        },
      ),
    );
  });

  it('keeps its width for calls while others wait', async () => {
    const gate = new Gate(1);
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
    };
    const first = gate.pass(idle, work);
    const waiting = gate.pass(idle, work);
    await first;
    await Promise.all([waiting, gate.pass(idle, work), gate.pass(idle, work)]);
    expect(most).toBe(1);
  });

  it('runs the next call after a failed one', async () => {
    const gate = new Gate(1);
    const failed = gate.pass(idle, () => Promise.reject(new Error('it broke')));
    const next = gate.pass(idle, () => Promise.resolve('through'));
    await expect(failed).rejects.toThrow('it broke');
    expect(await next).toBe('through');
  });

  it('rejects a waiting call when its signal is aborted, and runs those after it', async () => {
    const gate = new Gate(1);
    const calledOff = new AbortController();
    let leave: () => void = () => {};
    const first = gate.pass(idle, () => new Promise<void>((resolve) => (leave = resolve)));
    const second = gate.pass(calledOff.signal, () => Promise.resolve('second'));
    const third = gate.pass(idle, () => Promise.resolve('third'));
    await Promise.resolve();
    calledOff.abort(new Error('over'));
    await expect(second).rejects.toThrow('over');
    leave();
    await first;
    expect(await third).toBe('third');
  });

  it('of infinite width delays nothing', async () => {
    const gate = new Gate(Infinity);
    const began: number[] = [];
    let open: () => void = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const all = Array.from({ length: 50 }, (_, number) =>
      gate.pass(idle, async () => {
        if (began.push(number) === 50) open();
        await opened;
      }),
    );
    await Promise.all(all);
    expect(began).toHaveLength(50);
  });
});
