/** Types of events that carry a response: what is not JSON in one of these was cut. */
const RESPONSE_NAMES: ReadonlySet<string> = new Set(['', 'message', 'data', 'chunk', 'completion']);

/** What servers and proxies write to keep a connection open, perhaps with a time after it. */
const KEEP_ALIVE =
  /^\W*(?:ping|pong|keep-?_?alive|heart-?_?beat|alive|connected|connecting|waiting|processing|queued|ok)(?:\W[\dTZ\s.:+-]{0,48})?\W*$/i;

/** How JSON begins that may have been cut. */
const JSON_BEGINNING = /^[[{"]/;

/**
 * Whether data that is not JSON means nothing: an event of another type than those of a response, or one that only keeps
 * the connection open. JSON that was cut is never that.
 * @param name type of the event, empty when it states none
 */
export function isKeepAlive(name: string, text: string): boolean {
  if (KEEP_ALIVE.test(text)) return true;
  return !RESPONSE_NAMES.has(name.toLowerCase()) && !JSON_BEGINNING.test(text);
}
