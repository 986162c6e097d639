const START = 'data: {';
const FIELD_LENGTH = 'data: '.length;

/**
 * Events of a stream of `data:` lines in arbitrary pieces, without those that are not JSON. Every client uses it, so it
 * allocates little besides its result.
 */
export class SseLines {
  #rest = '';

  /** @param {string} piece @returns {object[]} */
  push(piece) {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    const events = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (text.startsWith(START, start)) {
        events.push(JSON.parse(text.slice(start + FIELD_LENGTH, end)));
      }
      start = end + 1;
    }
    this.#rest = text.slice(start);
    return events;
  }
}
