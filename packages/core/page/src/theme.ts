import { button } from './dom.ts';

/** Called after the colors change. */
export type ThemeListener = () => void;

/** The value of a CSS color variable: `--ink`, `--series-1`. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Number of series colors. They stay distinct with color blindness; dashes help where two are close. */
export const SERIES_COLORS = 8;

export function seriesColor(index: number): string {
  return color(`--series-${(index % SERIES_COLORS) + 1}`);
}

/** Light or dark: the system setting until the user chooses, and always light in print. */
export class Theme {
  /** A set, because a listener may be removed during iteration. */
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

  /** @returns a function that removes the listener */
  listen(listener: ThemeListener): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A button that switches to the other theme. */
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
