import type { TimeGroup } from '../data/time-group.ts';
import { AXIS_WIDTH, RIGHT_PADDING } from './plot.ts';

/** Keyboard help for a chart over time, part of its label. */
export const TIME_KEYS =
  'Arrow keys move the cursor, with Shift the window; plus and minus zoom; Home shows the whole run; Enter pins the cursor; Escape releases it.';

/** Distance that an arrow key moves the cursor, as a share of the window. */
const STEP = 0.01;

/** Zoom factor of a key press or a wheel step. */
const FACTOR = 0.7;

/** Lets the keyboard move the cursor and the window. */
export function listenToKeys(host: HTMLElement, group: TimeGroup, onMoved: () => void): void {
  host.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!act(event.key, event.shiftKey, group)) return;
    event.preventDefault();
    onMoved();
  });
}

/** @returns whether the key was handled */
function act(key: string, isShifted: boolean, group: TimeGroup): boolean {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const direction = key === 'ArrowLeft' ? -1 : 1;
      if (isShifted) group.move(direction * 0.2);
      else moveCursor(group, direction);
      return true;
    }
    case '+':
    case '=':
      group.zoom(FACTOR);
      return true;
    case '-':
    case '_':
      group.zoom(1 / FACTOR);
      return true;
    case 'Home':
    case '0':
      group.reset();
      return true;
    case 'Enter':
    case ' ':
      group.pin(group.isPinned ? undefined : group.cursorMs);
      return true;
    case 'Escape':
      group.pin(undefined);
      return true;
    default:
      return false;
  }
}

function moveCursor(group: TimeGroup, direction: number): void {
  const { fromMs, toMs } = group.window;
  const byMs = (toMs - fromMs) * STEP * direction;
  const from = group.cursorMs ?? (fromMs + toMs) / 2;
  const atMs = Math.min(toMs, Math.max(fromMs, from + byMs));
  if (group.isPinned) group.pin(atMs);
  else group.point(atMs);
}

/** The time at a pointer position. */
function timeAt(host: HTMLElement, group: TimeGroup, clientX: number): number {
  const plotWidth = host.clientWidth - AXIS_WIDTH - RIGHT_PADDING;
  const left = clientX - host.getBoundingClientRect().left - AXIS_WIDTH;
  const share = Math.min(1, Math.max(0, left / plotWidth));
  const { fromMs, toMs } = group.window;
  return fromMs + (toMs - fromMs) * share;
}

/** Zooms and pans by wheel while Ctrl is held or the chart has focus; otherwise the page scrolls. */
export function listenToWheel(host: HTMLElement, group: TimeGroup): void {
  host.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== host) return;
      event.preventDefault();
      const { deltaX, deltaY } = event;
      if (Math.abs(deltaX) > Math.abs(deltaY)) group.move(Math.sign(deltaX) * 0.1);
      else group.zoom(deltaY < 0 ? FACTOR : 1 / FACTOR, timeAt(host, group, event.clientX));
    },
    { passive: false },
  );
}

/** A pointer movement below this is a click, not a drag, CSS pixels. */
const STILL = 4;

/** Pins the cursor where the chart is clicked or tapped; the next click releases it. */
export function listenToClicks(host: HTMLElement, group: TimeGroup): void {
  let downX = 0;
  host.addEventListener('pointerdown', (event) => {
    downX = event.clientX;
  });
  // Not `click`: a tap on a plot does not always produce one.
  host.addEventListener('pointerup', (event) => {
    host.focus({ preventScroll: true });
    if (Math.abs(event.clientX - downX) >= STILL) return;
    group.pin(group.isPinned ? undefined : timeAt(host, group, event.clientX));
  });
}
