import { button } from './dom.ts';

/** Called when colours have changed. */
export type ThemeListener = () => void;

/** A colour of the style by its name: `--ink`, `--series-1`. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Colours of lines that are told apart by people who see fewer colours too; dashes help where two are near. */
export const SERIES_COLORS = 8;

export function seriesColor(index: number): string {
  return color(`--series-${(index % SERIES_COLORS) + 1}`);
}

/** Light or dark: as the system has it until somebody chooses, and light on paper. */
export class Theme {
  /** A set may lose members while it is gone through. */
  readonly #listeners = new Set<ThemeListener>();
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #chosen: 'light' | 'dark' | undefined;

  constructor() {
    this.#dark.addEventListener('change', () => this.#apply());
    let beforePrint: 'light' | 'dark' | undefined;
    addEventListener('beforeprint', () => {
      beforePrint = this.#chosen;
      this.#chosen = 'light';
      this.#apply();
    });
    addEventListener('afterprint', () => {
      this.#chosen = beforePrint;
      this.#apply();
    });
    this.#apply();
  }

  get name(): 'light' | 'dark' {
    return this.#chosen ?? (this.#dark.matches ? 'dark' : 'light');
  }

  /** @returns what ends it */
  listen(listener: ThemeListener): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A button that turns to the other one. */
  toggle(): HTMLButtonElement {
    const label = (): string => (this.name === 'dark' ? 'Light mode' : 'Dark mode');
    const made = button(
      label(),
      () => {
        this.#chosen = this.name === 'dark' ? 'light' : 'dark';
        this.#apply();
      },
      { class: 'theme-toggle' },
    );
    this.listen(() => {
      made.textContent = label();
    });
    return made;
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.name;
    for (const listener of this.#listeners) listener();
  }
}
