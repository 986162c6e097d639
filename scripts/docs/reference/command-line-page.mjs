import { code, codes, page, sentence, table, text } from './markdown.mjs';

/** Every command with its operands and flags. */
export function commandLinePage({ COMMANDS, GLOBAL_FLAGS }) {
  return page(
    'Command line',
    'A flag overrides the configuration. `loadcell COMMAND --help` prints the same tables.',
    '## Global flags',
    flagTable(GLOBAL_FLAGS.ofProgram),
    COMMANDS.map((command) => [
      `## loadcell ${command.name}`,
      text(sentence(command.summary)),
      ['```text', synopsisOf(command), '```'].join('\n'),
      operandTable(command),
      command.flags.length === 0 ? '' : flagTable(command.flags),
      command.notes === undefined ? '' : ['```text', ...command.notes, '```'].join('\n'),
    ]),
  );
}

function synopsisOf({ name, operands, flags, trailing }) {
  return [
    `loadcell ${name}`,
    ...(flags.length === 0 ? [] : ['[options]']),
    ...operands.map((operand) => operand.name),
    ...(trailing === undefined ? [] : ['[-- command...]']),
  ].join(' ');
}

function operandTable({ operands, trailing }) {
  const rows = operands.map(({ name, description }) => [code(name), text(description)]);
  if (trailing !== undefined) rows.push([code('-- command...'), text(trailing)]);
  return rows.length === 0 ? '' : table(['Operand', 'Description'], rows);
}

function flagTable(flags) {
  const rows = flags.map(({ flags: written, description, overrides = [] }) => [
    code(written),
    text(description),
    codes(overrides.map((keys) => keys.join('.'))),
  ]);
  return table(['Flag', 'Description', 'Configuration key'], rows);
}
