/** Event types that carry a response: in these, data that is not JSON was cut. */
const RESPONSE_NAMES: ReadonlySet<string> = new Set(['', 'message', 'data', 'chunk', 'completion']);

/** What servers and proxies send to keep a connection open, perhaps followed by a time. */
const KEEP_ALIVE =
  /^\W*(?:ping|pong|keep-?_?alive|heart-?_?beat|alive|connected|connecting|waiting|processing|queued|ok)(?:\W[\dTZ\s.:+-]{0,48})?\W*$/i;

/** The start of JSON, perhaps cut. */
const JSON_BEGINNING = /^[[{"]/;

/**
 * Whether data that is not JSON can be ignored: an event whose type carries no response, or one that only keeps the
 * connection open. Truncated JSON never counts as either.
 * @param name event type, empty if none is stated
 */
export function isKeepAlive(name: string, text: string): boolean {
  if (KEEP_ALIVE.test(text)) return true;
  return !RESPONSE_NAMES.has(name.toLowerCase()) && !JSON_BEGINNING.test(text);
}
