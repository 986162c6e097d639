import { code, page, table, text } from './markdown.mjs';

/** Every error code and every kind of failed request. */
export function errorCodesPage({ ERROR_CODES, REQUEST_FAILURE_MEANINGS }) {
  return page(
    'Error codes',
    'Every error of `@loadcell/core` has a `code`, and `report.json` holds it with the message. A custom engine can throw errors with codes of its own.',
    table(
      ['Code', 'Meaning'],
      Object.entries(ERROR_CODES).map(([name, meaning]) => [code(name), text(meaning)]),
    ),
    '## Kinds of failed requests',
    'Reports count failed requests by kind, and `requests.arrows` has it as `errorKind`. An error that is about one request has the kind as its code.',
    table(
      ['Kind', 'Meaning'],
      Object.entries(REQUEST_FAILURE_MEANINGS).map(([name, meaning]) => [
        code(name),
        text(meaning),
      ]),
    ),
  );
}
