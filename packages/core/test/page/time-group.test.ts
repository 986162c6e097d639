import { describe, expect, test } from 'vitest';
import { TimeGroup, type TimeWindow } from '../../page/src/data/time-group.ts';

describe('TimeGroup', () => {
  test('shows the whole run first, and again after a reset', () => {
    const group = new TimeGroup(1000);
    group.show(100, 200);
    expect(group.isZoomed).toBe(true);
    group.reset();
    expect(group.window).toEqual({ fromMs: 0, toMs: 1000 });
    expect(group.isZoomed).toBe(false);
  });

  test('keeps the position of the time that it zooms around', () => {
    const group = new TimeGroup(1000);
    group.zoom(0.5, 400);
    expect(group.window).toEqual({ fromMs: 200, toMs: 700 });
  });

  test('never leaves the run, and keeps its length when moved', () => {
    const group = new TimeGroup(1000);
    group.show(0, 100);
    group.move(-3);
    expect(group.window).toEqual({ fromMs: 0, toMs: 100 });
    group.move(50);
    expect(group.window).toEqual({ fromMs: 900, toMs: 1000 });
    group.zoom(100);
    expect(group.window).toEqual(group.full);
  });

  test('keeps a readable window however far it zooms', () => {
    const group = new TimeGroup(1000);
    for (let turn = 0; turn < 60; turn += 1) group.zoom(0.5, 500);
    const { fromMs, toMs } = group.window;
    expect(toMs - fromMs).toBeCloseTo(0.02, 6);
  });

  test('notifies all listeners until they stop', () => {
    const group = new TimeGroup(1000);
    const windows: TimeWindow[] = [];
    const cursors: (number | undefined)[] = [];
    const stop = group.listen({
      onWindow: (window) => windows.push(window),
      onCursor: (atMs) => cursors.push(atMs),
    });
    group.show(0, 10);
    group.point(5);
    group.point(5);
    stop();
    group.point(6);
    expect(windows).toEqual([{ fromMs: 0, toMs: 10 }]);
    expect(cursors).toEqual([5]);
  });

  test('ignores the mouse while the cursor is pinned', () => {
    const group = new TimeGroup(1000);
    group.pin(300);
    group.point(500);
    expect(group.cursorMs).toBe(300);
    group.pin(undefined);
    group.point(500);
    expect(group.cursorMs).toBe(500);
  });
});
