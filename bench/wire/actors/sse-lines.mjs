const PREFIX = 'data: ';

/** The events of a stream of `data:` lines that comes in any pieces; what is no JSON is left out. */
export class SseLines {
  #rest = '';

  /** @param {string} text @returns {object[]} */
  push(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines
      .filter((line) => line.startsWith(PREFIX) && !line.endsWith('[DONE]'))
      .map((line) => JSON.parse(line.slice(PREFIX.length)));
  }
}
