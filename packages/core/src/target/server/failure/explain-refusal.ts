import { DEFAULT_API_KEY_VARIABLE, type KeySituation } from '../session/api-key.ts';

/** A message quotes this many characters of a server. */
export const QUOTED_CHARACTERS = 120;

/** A refusal in words: what happened, and what to do about it. */
export interface ExplainedRefusal {
  /** A sentence without its period. */
  readonly summary: string;
  /** An imperative in lower case, without a period; absent where only the server log helps. */
  readonly help?: string;
}

/** The beginning of a server's text, in quotes and on one line; empty without text. Mask secrets first. */
export function quoteServer(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const isCut = line.length > QUOTED_CHARACTERS;
  return `"${isCut ? `${line.slice(0, QUOTED_CHARACTERS - 1)}…` : line}"`;
}

/**
 * Explains a refusal, for requests and probes: status, the server's text, and for 401 and 403 which key was sent and where a
 * valid one belongs.
 * @param status of HTTP
 * @param words of the server, without secrets; may be empty
 * @param asked what was requested, such as `GET /v1/models`; "The server" is the subject without it
 */
export function explainRefusal(
  status: number,
  words: string,
  key: KeySituation,
  asked?: string,
): ExplainedRefusal {
  const quoted = quoteServer(words);
  const said = quoted === '' ? '' : `: ${quoted}`;
  const summary = `${asked ?? 'The server'} returned ${status}${said}`;
  if (status === 401 || status === 403) return { summary, help: helpWithKey(status, key) };
  return { summary };
}

/**
 * Explains a redirect that is not followed: to another origin, where no key is sent; by a status that drops the body; or in
 * a loop.
 */
export function explainRedirect(status: number, location: string): ExplainedRefusal {
  return {
    summary: `The server returned ${status} and redirects to ${quoteServer(location)}`,
    help: 'set --url to where it leads; only 307 and 308 to the same origin are followed',
  };
}

function helpWithKey(status: 401 | 403, { sent, variable }: KeySituation): string {
  const orNamed =
    variable === DEFAULT_API_KEY_VARIABLE
      ? `${variable}, or the variable named by target.apiKeyEnv,`
      : variable;
  switch (sent) {
    case 'none':
      return `no key was sent; set ${orNamed} to a valid key`;
    case 'header':
      return status === 401
        ? 'the key in target.headers was sent and refused; check its value'
        : 'the key in target.headers was sent; check what it may access';
    case 'variable':
      return status === 401
        ? `the key in ${variable} was sent and refused; set ${orNamed} to a valid key`
        : `the key in ${variable} was sent; check what it may access`;
  }
}

/** Joins both into one text, where there is no second line. */
export function inOneLine({ summary, help }: ExplainedRefusal): string {
  return help === undefined
    ? `${summary}.`
    : `${summary}. ${help.charAt(0).toUpperCase()}${help.slice(1)}.`;
}
