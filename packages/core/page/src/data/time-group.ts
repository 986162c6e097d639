/** A stretch of time, ms since the run began. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Callbacks of a chart in a time group. */
export interface TimeListener {
  /** The shown window changed. */
  readonly onWindow?: (window: TimeWindow) => void;
  /** The cursor moved, or left the charts (`undefined`). */
  readonly onCursor?: (atMs: number | undefined) => void;
}

/** Shortest window, ms: timestamps in the page have microsecond resolution. */
const SHORTEST_MS = 0.02;

/** Charts that share one time window and one cursor. */
export class TimeGroup {
  readonly full: TimeWindow;
  #window: TimeWindow;
  #cursorMs: number | undefined;
  #isPinned = false;
  /** A set, because a listener may be removed during iteration. */
  readonly #listeners = new Set<TimeListener>();

  constructor(durationMs: number) {
    this.full = { fromMs: 0, toMs: Math.max(1, durationMs) };
    this.#window = this.full;
  }

  get window(): TimeWindow {
    return this.#window;
  }

  get cursorMs(): number | undefined {
    return this.#cursorMs;
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  get isZoomed(): boolean {
    return this.#window.fromMs > this.full.fromMs || this.#window.toMs < this.full.toMs;
  }

  /** @returns a function that removes the listener */
  listen(listener: TimeListener): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows a window, shifted or shortened to fit the run, and at least `SHORTEST_MS` long. */
  show(fromMs: number, toMs: number): void {
    const { full } = this;
    const lengthMs = Math.min(full.toMs - full.fromMs, Math.max(SHORTEST_MS, toMs - fromMs));
    const from = Math.min(full.toMs - lengthMs, Math.max(full.fromMs, fromMs));
    this.#window = { fromMs: from, toMs: from + lengthMs };
    for (const { onWindow } of this.#listeners) onWindow?.(this.#window);
  }

  reset(): void {
    this.show(this.full.fromMs, this.full.toMs);
  }

  /** Scales the window (a factor below 1 zooms in) around a time that keeps its position. */
  zoom(factor: number, aroundMs?: number): void {
    const { fromMs, toMs } = this.#window;
    const around = aroundMs ?? this.#cursorMs ?? (fromMs + toMs) / 2;
    this.show(around - (around - fromMs) * factor, around + (toMs - around) * factor);
  }

  /** Moves the window by a share of its length. */
  move(share: number): void {
    const { fromMs, toMs } = this.#window;
    const byMs = (toMs - fromMs) * share;
    this.show(fromMs + byMs, toMs + byMs);
  }

  /** Moves the cursor, unless it is pinned. */
  point(atMs: number | undefined): void {
    if (this.#isPinned || atMs === this.#cursorMs) return;
    this.#setCursor(atMs);
  }

  /** Pins the cursor at a time, or releases it. */
  pin(atMs: number | undefined): void {
    this.#isPinned = atMs !== undefined;
    this.#setCursor(atMs);
  }

  #setCursor(atMs: number | undefined): void {
    this.#cursorMs = atMs;
    for (const { onCursor } of this.#listeners) onCursor?.(atMs);
  }
}
