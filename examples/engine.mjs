/**
 * An engine of your own: `target.engine: { module }` runs it in a child process and measures that process. This one repeats
 * the words of its prompt, a token each 5 ms, and takes any file as its model. The interface is `Engine` of `@loadcell/core`.
 */
const TOKEN_MS = 5;

class EchoEngine {
  kind = 'echo';
  version = '1.0.0';
  #contextTokens;
  /** Words of each open context. */
  #contexts = new Map();
  #opened = 0;
  /** Requests that may start now. */
  #free;
  /** Starts the requests that wait, in order. */
  #waiting = [];

  constructor({ contextTokens, parallel }) {
    this.#contextTokens = contextTokens;
    this.#free = parallel;
  }

  async load() {
    return { bytes: Number.NaN, contextTokens: this.#contextTokens };
  }

  async unload() {
    this.#contexts.clear();
  }

  async openContext() {
    this.#opened += 1;
    this.#contexts.set(`context-${this.#opened}`, []);
    return `context-${this.#opened}`;
  }

  async closeContext(context) {
    this.#contexts.delete(context);
  }

  async countTokens(_model, text) {
    return wordsOf(text).length;
  }

  async generate(request) {
    await this.#begin(request.signal);
    try {
      return await this.#repeat(request);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  /** Waits until fewer than `parallel` requests run. */
  async #begin(signal) {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((other) => other !== resolve);
        reject(signal.reason);
      });
    });
  }

  async #repeat({ context, prompt, maxTokens, signal, onToken }) {
    const held = this.#contexts.get(context) ?? [];
    const input = wordsOf(prompt);
    const offered = [...held, ...input];
    const resident = offered.slice(-this.#contextTokens);
    const output = [];
    while (output.length < maxTokens) {
      await delay(TOKEN_MS, signal);
      output.push(resident[output.length % resident.length] ?? 'nothing');
      onToken();
    }
    if (this.#contexts.has(context)) this.#contexts.set(context, [...resident, ...output]);
    return {
      inputTokens: input.length,
      cachedTokens: 0,
      offeredTokens: offered.length,
      residentTokens: resident.length,
      tokens: output.map((word) => word.length),
      text: output.join(' '),
    };
  }
}

function wordsOf(text) {
  return text.split(/\s+/).filter((word) => word !== '');
}

function delay(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

export function createEngine(settings) {
  return new EchoEngine(settings);
}
