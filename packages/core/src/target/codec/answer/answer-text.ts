import { ResponseText } from './response-text.ts';
import { splitTagged } from './reasoning-tags.ts';

/** The text of a response, whole and parted into reasoning and answer. */
export class AnswerText {
  readonly #text = new ResponseText();
  /** Absent until there is reasoning: until then, all text is of the answer. */
  #parted: { readonly answer: ResponseText; readonly reasoning: ResponseText } | undefined;

  /** Takes the text of one event. @param text all of it, in order */
  push(text: string, answer: string): void {
    if (text.length > answer.length) this.#part();
    this.#text.push(text);
    if (this.#parted === undefined) return;
    if (answer !== '') this.#parted.answer.push(answer);
    // An event has its reasoning first.
    if (text.length > answer.length) {
      this.#parted.reasoning.push(text.slice(0, text.length - answer.length));
    }
  }

  /** Takes ASCII text of an event like an earlier one: the first reasoning of a response comes by `push`. */
  pushAscii(bytes: Uint8Array, from: number, to: number, isAnswer: boolean): void {
    this.#text.pushAscii(bytes, from, to);
    if (this.#parted === undefined) return;
    const part = isAnswer ? this.#parted.answer : this.#parted.reasoning;
    part.pushAscii(bytes, from, to);
  }

  read(): { readonly text: string; readonly answerText: string; readonly reasoningText: string } {
    const text = this.#text.read();
    const answer = this.#parted === undefined ? text : this.#parted.answer.read();
    const separate = this.#parted?.reasoning.read() ?? '';
    const tagged = splitTagged(answer);
    return {
      text,
      answerText: tagged.answer,
      reasoningText: separate + tagged.reasoning,
    };
  }

  #part(): void {
    if (this.#parted !== undefined) return;
    const answer = new ResponseText();
    const before = this.#text.read();
    if (before !== '') answer.push(before);
    this.#parted = { answer, reasoning: new ResponseText() };
  }
}
