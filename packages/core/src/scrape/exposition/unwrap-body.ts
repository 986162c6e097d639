import { parseIfJson } from '../../spec/parse-json.ts';

/** The text of the metrics in a body, or what the body is instead. */
export type UnwrappedBody = { readonly text: string } | { readonly unreadable: string };

/** Finds the metrics in a body: some servers send them as one JSON string, and errors may be JSON or HTML. */
export function unwrapBody(body: string): UnwrappedBody {
  const text = body.startsWith('\uFEFF') ? body.slice(1) : body;
  const start = text.trimStart();
  if (start === '') return { unreadable: 'an empty body' };
  if (start.startsWith('<')) return { unreadable: 'HTML or XML, not metrics' };
  // A line of metrics may also begin with a brace, so only a whole JSON body is refused.
  if (!/^["{[]/.test(start)) return { text };
  const json = parseIfJson(text);
  if (typeof json === 'string') return { text: json };
  return json === undefined ? { text } : { unreadable: 'JSON, not metrics' };
}
