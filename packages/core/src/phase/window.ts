import { nowNs } from '../stream/clock.ts';
import type { WindowName } from '../stream/run-event.ts';

/** Opens a window at a stamp of CLOCK_MONOTONIC, in nanoseconds; only the first call counts. */
export type OpenWindow = (atNs: number) => void;

/** The edge of a window. */
export interface WindowEvent {
  readonly kind: 'window-began' | 'window-ended';
  readonly window: WindowName;
}

/**
 * Runs `work` inside a window that `work` opens, or that began with it when it never does. The window is closed also when
 * `work` fails.
 * @param note writes an event
 */
export async function runWindow<Value>(
  note: (event: WindowEvent, atNs: number) => void,
  window: WindowName,
  work: (open: OpenWindow) => Promise<Value>,
): Promise<Value> {
  const beganNs = nowNs();
  let isOpen = false;
  const open: OpenWindow = (atNs) => {
    if (isOpen) return;
    isOpen = true;
    note({ kind: 'window-began', window }, atNs);
  };
  try {
    return await work(open);
  } finally {
    open(beganNs);
    note({ kind: 'window-ended', window }, nowNs());
  }
}
