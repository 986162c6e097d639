import { asHelp } from '../../spec/error/with-advice.ts';
import { OWN_LIMIT_HELP, REFUSED_HELP } from '../../target/transport/transport-failure.ts';

/** What to do about requests that all fail, by error kind, where the message has no advice. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['http-429', 'wait until the limit is lifted, or raise it on the server'],
  ['http-503', 'wait until the server is ready, or read its log'],
  ['http-502', 'start the server behind the gateway'],
  ['http-4xx', 'check --model, target.api and target.extraBody against what the server expects'],
  ['http-other', 'check --url'],
  ['no-content', 'check target.api and the path in --url'],
  ['not-an-api', 'check target.api and the path in --url'],
  ['invalid-json', 'check target.api and the path in --url'],
  ['protocol', 'check the port and the scheme in --url'],
  ['refused', REFUSED_HELP],
  ['closed-early', 'read the server log, and check the port and the scheme in --url'],
  ...OWN_LIMIT_HELP,
]);

const READ_LOG = 'read the server log';

/** A first sentence, whose quotes may contain periods, and the rest. */
const FIRST_SENTENCE = /^((?:"[^"]*"|[^".]|\.(?=\S))+)\.\s*(.*)$/s;

/**
 * A failure in two parts without final periods: what happened, and what to do about it.
 * @param message of the request; its first sentence may be followed by advice
 */
export function adviceFor(
  kind: string,
  message: string,
): { readonly happened: string; readonly advice: string } {
  const [, first, rest = ''] = FIRST_SENTENCE.exec(message) ?? [];
  const happened = first ?? message;
  return { happened, advice: rest === '' ? (ADVICE.get(kind) ?? READ_LOG) : asHelp(rest) };
}
