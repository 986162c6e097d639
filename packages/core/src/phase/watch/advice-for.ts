/** What to do about requests that all fail, by error kind, where the message has no advice. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['http-429', 'Wait until the limit is lifted, or raise it on the server.'],
  ['http-503', 'Wait until the server is ready, or read its log.'],
  ['http-502', 'Start the server behind the gateway.'],
  ['http-4xx', 'Check --model, target.api and target.extraBody against what the server expects.'],
  ['http-other', 'Check --url.'],
  ['no-content', 'Check target.api and the path in --url.'],
  ['not-an-api', 'Check target.api and the path in --url.'],
  ['invalid-json', 'Check target.api and the path in --url.'],
  ['protocol', 'Check the port and the scheme in --url.'],
  ['refused', 'Start the server, or check the host and port in --url.'],
  ['closed-early', "Read the server's log, and check the port and the scheme in --url."],
  ['too-many-files', 'Raise the limit on open files (ulimit -n), or use fewer connections.'],
]);

const READ_LOG = "Read the server's log.";

/** A first sentence, whose quotes may contain periods, and the rest. */
const FIRST_SENTENCE = /^((?:"[^"]*"|[^".]|\.(?=\S))+)\.\s*(.*)$/s;

/**
 * A failure in two parts: what happened, as a sentence, and what to do about it.
 * @param message of the request; its first sentence may be followed by advice
 */
export function adviceFor(
  kind: string,
  message: string,
): { readonly happened: string; readonly advice: string } {
  const [, first, rest = ''] = FIRST_SENTENCE.exec(message) ?? [];
  const happened = first === undefined ? ended(message) : `${first}.`;
  return { happened, advice: rest === '' ? (ADVICE.get(kind) ?? READ_LOG) : ended(rest) };
}

function ended(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
