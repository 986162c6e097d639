import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * A request for text as a server got it.
 * @typedef {object} RecordedBody
 * @property {number} atNs wall time of its end, ns since the epoch
 * @property {string | readonly number[]} prompt text, or token ids
 * @property {number} maxTokens that it asks for; `NaN` without
 * @property {boolean} isDemanded whether the response must have that length
 */

/** Output tokens of a request that sets no limit. */
const DEFAULT_TOKENS = 16;

const TEXT_PATHS = new Set(['/v1/completions', '/v1/chat/completions']);

/**
 * A server that keeps what it is asked. It answers as vLLM does, at once and without a model; or passes everything on to a
 * server.
 */
export class Recorder {
  /** @type {RecordedBody[]} */
  bodies = [];
  #model;
  #count;
  #tokenize;
  #upstream;
  #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  /**
   * @param {string} model that it lists
   * @param {(text: string) => readonly number[]} tokenize
   * @param {string} [upstream] URL of the server that answers; the recorder itself when absent
   */
  constructor(model, tokenize, upstream) {
    this.#model = model;
    this.#upstream = upstream;
    this.#tokenize = tokenize;
    this.#count = (prompt) =>
      typeof prompt === 'string' ? tokenize(prompt).length : prompt.length;
  }

  /** @returns {Promise<string>} its URL */
  async listen() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request, response) {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const path = new URL(request.url, 'http://recorder').pathname;
    if (TEXT_PATHS.has(path)) this.#keep(JSON.parse(text), path);
    if (this.#upstream !== undefined) return await this.#pass(request, text, response);
    const json = (value) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(value));
    };
    if (path === '/v1/models') {
      return json({
        object: 'list',
        data: [{ id: this.#model, object: 'model', owned_by: 'vllm', max_model_len: 8192 }],
      });
    }
    if (path === '/version') return json({ version: '0.32.0' });
    if (path === '/tokenize') {
      const tokens = this.#tokenize(JSON.parse(text).prompt ?? '');
      return json({ tokens, count: tokens.length, max_model_len: 8192 });
    }
    if (!TEXT_PATHS.has(path)) {
      response.statusCode = path === '/health' ? 200 : 404;
      return response.end();
    }
    return this.#generate(JSON.parse(text), path, response);
  }

  #keep(body, path) {
    const maxTokens = limitOf(body);
    this.bodies.push({
      atNs: (performance.timeOrigin + performance.now()) * 1e6,
      prompt: promptOf(body, path),
      maxTokens,
      isDemanded: body.ignore_eos === true || (body.min_tokens ?? 0) >= maxTokens,
    });
  }

  async #pass({ method, url, headers }, body, response) {
    const { host: _host, 'content-length': _length, connection: _connection, ...kept } = headers;
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const answer = await fetch(new URL(url, this.#upstream), {
      method,
      headers: kept,
      ...(hasBody ? { body } : {}),
    });
    response.writeHead(answer.status, {
      'Content-Type': answer.headers.get('content-type') ?? 'application/json',
    });
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
  }

  #generate(body, path, response) {
    const isChat = path.includes('chat');
    const prompt = promptOf(body, path);
    const maxTokens = limitOf(body);
    const outputTokens = Number.isNaN(maxTokens) ? DEFAULT_TOKENS : maxTokens;
    const usage = {
      prompt_tokens: this.#count(prompt),
      completion_tokens: outputTokens,
      total_tokens: this.#count(prompt) + outputTokens,
    };
    const common = { id: 'r', created: 0, model: this.#model };
    const object = isChat ? 'chat.completion' : 'text_completion';
    if (body.stream !== true) {
      const content = ' a'.repeat(outputTokens);
      const choice = isChat ? { message: { role: 'assistant', content } } : { text: content };
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify({
          ...common,
          object,
          choices: [{ index: 0, finish_reason: 'length', ...choice }],
          usage,
        }),
      );
      return;
    }
    response.setHeader('Content-Type', 'text/event-stream');
    const event = (value) => response.write(`data: ${JSON.stringify(value)}\n\n`);
    for (let token = 1; token <= outputTokens; token += 1) {
      const part = isChat ? { delta: { role: 'assistant', content: ' a' } } : { text: ' a' };
      const reason = token === outputTokens ? 'length' : null;
      const choices = [{ index: 0, finish_reason: reason, ...part }];
      event({ ...common, object: isChat ? `${object}.chunk` : object, choices });
    }
    event({ ...common, object: isChat ? `${object}.chunk` : object, choices: [], usage });
    response.end('data: [DONE]\n\n');
  }
}

function limitOf({ max_completion_tokens: completion, max_tokens: limit }) {
  return completion ?? limit ?? Number.NaN;
}

function promptOf({ messages, prompt }, path) {
  return path.includes('chat') ? textOfMessages(messages) : onePrompt(prompt);
}

function textOfMessages(messages) {
  return messages
    .map(({ content }) =>
      typeof content === 'string' ? content : content.map(({ text = '' }) => text).join(''),
    )
    .join('\n');
}

function onePrompt(prompt) {
  const isList = Array.isArray(prompt) && prompt.length === 1 && typeof prompt[0] !== 'number';
  return isList ? prompt[0] : prompt;
}
