/** The text of the metrics within a body, or why there is none. */
export type UnwrappedBody = { readonly text: string } | { readonly unreadable: string };

/** Finds the metrics in a body: some servers send them as one JSON string, and errors come as JSON or HTML. */
export function unwrapBody(body: string): UnwrappedBody {
  const text = body.startsWith('\uFEFF') ? body.slice(1) : body;
  const start = text.trimStart();
  if (start === '') return { unreadable: 'the body is empty' };
  if (start.startsWith('<')) return { unreadable: 'the body is HTML or XML, not metrics' };
  // A line of metrics can begin with a brace, too, so only what is JSON as a whole is refused.
  if (!/^["{[]/.test(start)) return { text };
  const json = parseJson(text);
  if (typeof json === 'string') return { text: json };
  return json === undefined ? { text } : { unreadable: 'the body is JSON, not metrics' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
