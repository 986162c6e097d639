import { REASONING_TAGS } from './reasoning-tags.ts';

type State =
  /** The text so far may still become an opening tag. */
  | { readonly tag: 'undecided'; readonly text: string; readonly sinceNs: number }
  /** Inside reasoning; `tail` may be the start of a closing tag. */
  | { readonly tag: 'reasoning'; readonly closing: string; readonly tail: string }
  /** Reasoning is over; the answer begins with the next text that is not blank. */
  | { readonly tag: 'closed' }
  | { readonly tag: 'answering'; readonly atNs: number };

/** Finds when the answer itself began in content that may begin with reasoning in tags. */
export class ResponseStart {
  #state: State = { tag: 'undecided', text: '', sinceNs: Number.NaN };

  /** When the answer began, CLOCK_MONOTONIC nanoseconds; `NaN` if it did not. */
  get atNs(): number {
    switch (this.#state.tag) {
      case 'undecided':
        return this.#state.sinceNs;
      case 'answering':
        return this.#state.atNs;
      case 'reasoning':
      case 'closed':
        return Number.NaN;
    }
  }

  /** Whether the answer has begun for certain: further text changes nothing. */
  get isAnswering(): boolean {
    return this.#state.tag === 'answering';
  }

  /** The answer is not text but a tool call. */
  begin(atNs: number): void {
    if (Number.isNaN(this.atNs)) this.#state = { tag: 'answering', atNs };
  }

  /** @param text the next piece of the content, not empty */
  take(text: string, atNs: number): void {
    const state = this.#state;
    switch (state.tag) {
      case 'undecided': {
        const sinceNs = state.text === '' ? atNs : state.sinceNs;
        this.#decide(state.text + text, sinceNs, atNs);
        return;
      }
      case 'reasoning':
        this.#close(state.closing, state.tail + text, atNs);
        return;
      case 'closed':
        if (text.trim() !== '') this.#state = { tag: 'answering', atNs };
        return;
      case 'answering':
    }
  }

  #decide(text: string, sinceNs: number, atNs: number): void {
    const begun = text.trimStart();
    const tag = REASONING_TAGS.find(([opening]) => begun.startsWith(opening));
    if (tag !== undefined) {
      const [opening, closing] = tag;
      this.#close(closing, begun.slice(opening.length), atNs);
    } else if (REASONING_TAGS.some(([opening]) => opening.startsWith(begun))) {
      this.#state = { tag: 'undecided', text, sinceNs };
    } else {
      this.#state = { tag: 'answering', atNs: sinceNs };
    }
  }

  #close(closing: string, text: string, atNs: number): void {
    const end = text.indexOf(closing);
    if (end === -1) {
      this.#state = { tag: 'reasoning', closing, tail: text.slice(-closing.length) };
      return;
    }
    const rest = text.slice(end + closing.length);
    this.#state = rest.trim() === '' ? { tag: 'closed' } : { tag: 'answering', atNs };
  }
}
