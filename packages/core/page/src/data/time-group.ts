/** A stretch of time, milliseconds since the run began. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What charts of one time are told of. */
export interface TimeListener {
  /** The window that is shown has changed. */
  readonly onWindow?: (window: TimeWindow) => void;
  /** The cursor stands at another time, or nowhere. */
  readonly onCursor?: (atMs: number | undefined) => void;
}

/** The shortest window, milliseconds: stamps of the page are exact to the microsecond. */
const SHORTEST_MS = 0.02;

/** Charts over one time: they show the same window, and a cursor on one stands on all. */
export class TimeGroup {
  readonly full: TimeWindow;
  #window: TimeWindow;
  #cursorMs: number | undefined;
  #isPinned = false;
  /** A set may lose members while it is gone through. */
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

  /** @returns what ends it */
  listen(listener: TimeListener): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows a window, cut at the ends of the run and never too short to read. */
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

  /** Makes the window shorter (a factor below 1) or longer around a time that stays where it is. */
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

  /** Puts the cursor somewhere; while it is pinned only another pin moves it. */
  point(atMs: number | undefined): void {
    if (this.#isPinned || atMs === this.#cursorMs) return;
    this.#setCursor(atMs);
  }

  /** Holds the cursor where it is put, or lets it go. */
  pin(atMs: number | undefined): void {
    this.#isPinned = atMs !== undefined;
    this.#setCursor(atMs);
  }

  #setCursor(atMs: number | undefined): void {
    this.#cursorMs = atMs;
    for (const { onCursor } of this.#listeners) onCursor?.(atMs);
  }
}
