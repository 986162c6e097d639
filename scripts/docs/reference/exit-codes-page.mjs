import { code, page, table, text } from './markdown.mjs';

/** Every exit code. */
export function exitCodesPage({ EXIT_CODE_MEANINGS }) {
  return page(
    'Exit codes',
    'CI jobs rely on exit codes: a code never changes its meaning. `loadcell record` exits with the code of the recorded command.',
    table(
      ['Code', 'Label', 'Meaning'],
      EXIT_CODE_MEANINGS.map(({ exitCode, label, meaning }) => [
        code(exitCode),
        text(label),
        text(meaning),
      ]),
    ),
  );
}
