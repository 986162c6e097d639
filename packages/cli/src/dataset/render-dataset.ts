import path from 'node:path';
import {
  formatNumber,
  formatValue,
  wrapLine,
  type DatasetDescription,
  type RemarkedRows,
  type TokenLengths,
} from '@loadcell/core';
import { printable } from '../terminal/printable.ts';
import { lengthPlot } from './length-plot.ts';

/** Columns when the width of the terminal is unknown. */
const DEFAULT_WIDTH = 100;

/** Columns of the plot of lengths, which needs no more. */
const PLOT_WIDTH = 72;

/** Width of the names of rows. */
const NAME_WIDTH = 17;

/** The percentiles of a table of lengths. */
const LENGTH_COLUMNS = ['min', 'p50', 'p95', 'max', 'mean'] as const;

const CELL_WIDTH = 10;

/** An item of a list. */
const LIST_ITEM = /^ {2}\S/u;

/** Spaces before the further lines of an item of a list. */
const LIST_HANGING = 4;

/** Where counts of tokens come from, in words. */
const ORIGINS: Readonly<Record<TokenLengths['origins'][number], string>> = {
  file: 'as the file has it',
  server: "by the server's tokenizer, without its template",
  tokenizer: 'by the local tokenizer, without a template',
  estimate: 'estimated from words; pass --url or --tokenizer for exact counts',
};

const OUTPUT_KINDS: Readonly<Record<string, string>> = {
  demand: 'exact',
  cap: 'at most',
  estimate: 'as long as the recorded answer',
};

/** A description of a data set as text, every line within the terminal. */
export function renderDataset(description: DatasetDescription, columns = DEFAULT_WIDTH): string {
  const lines = [
    ...headLines(description),
    ...arrivalLines(description),
    ...prefixLines(description),
    ...lengthLines(description, Math.min(columns, PLOT_WIDTH)),
    ...leftOutLines(description),
  ];
  const wrapped = lines.flatMap((line) =>
    wrapLine(printable(line), columns, LIST_ITEM.test(line) ? LIST_HANGING : NAME_WIDTH),
  );
  return `${wrapped.join('\n')}\n`;
}

function row(name: string, text: string): string {
  return `${name.padEnd(NAME_WIDTH)}${text}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

function headLines(description: DatasetDescription): string[] {
  const { bytes, format, formatBy, rows, requests, conversations, turns } = description;
  const { apis, models, media } = description;
  const apiNames = Object.entries(apis).map(
    ([name, count]) => `${formatNumber(count)} to ${name === '' ? "the target's API" : name}`,
  );
  const modelNames = Object.entries(models).map(
    ([name, count]) => `${formatNumber(count)} to ${name}`,
  );
  return [
    `${path.basename(description.path)}: ${format.title} (${format.name}, ${formatBy === 'name' ? 'as named' : 'recognized by content'}), ${formatValue('bytes', bytes)}`,
    '',
    row('rows', counted(rows, 'row')),
    row(
      'would be sent',
      [
        counted(requests, 'request'),
        ...(conversations === 0 ? [] : [counted(conversations, 'conversation')]),
        ...(Object.keys(apis).length === 0 ? [] : [apiNames.join(', ')]),
      ].join('; '),
    ),
    ...(modelNames.length === 0 ? [] : [row('models', modelNames.join(', '))]),
    ...(turns === undefined
      ? []
      : [
          row(
            'turns',
            `p50 ${formatNumber(turns.p50)}, p95 ${formatNumber(turns.p95)}, max ${formatNumber(turns.max)} per conversation`,
          ),
        ]),
    ...(media === 0
      ? []
      : [
          row(
            'media',
            `${counted(media, 'picture, recording or video', 'pictures, recordings or videos')}, not counted as tokens`,
          ),
        ]),
  ];
}

function arrivalLines({ arrivals }: DatasetDescription): string[] {
  if (arrivals === undefined) {
    return [row('arrivals', 'no times; a stage sets the rate or the concurrency')];
  }
  const { spanSeconds, ratePerSecond, mostInOneSecond, burstiness } = arrivals;
  const { requests, distinctTimes, mostAtOneTime } = arrivals;
  const rate =
    ratePerSecond === undefined ? '' : ` at ${formatNumber(ratePerSecond)} req/s on average`;
  return [
    row(
      'arrivals',
      `over ${formatValue('ms', spanSeconds * 1000)}${rate}, at most ${formatNumber(mostInOneSecond)} in one second`,
    ),
    ...(burstiness === undefined
      ? []
      : [row('', `burstiness ${formatNumber(burstiness)}; 1 is Poisson, less is burstier`)]),
    ...(distinctTimes === requests
      ? []
      : [
          row(
            '',
            `${counted(distinctTimes, 'distinct time')}, up to ${counted(mostAtOneTime, 'request')} at one of them`,
          ),
        ]),
  ];
}

function prefixLines({ prefixes }: DatasetDescription): string[] {
  if (prefixes === undefined) return [];
  const { by, blocks, hitBlocks, tokens, hitTokens, hitRatio, untilLine } = prefixes;
  return [
    row(
      'shared prefixes',
      `an endless cache would serve ${formatValue('ratio', hitRatio)} of prompt tokens (${formatNumber(hitTokens)} of ${formatNumber(tokens)})`,
    ),
    row('', `${formatNumber(hitBlocks)} of ${formatNumber(blocks)} ${by} occurred before`),
    ...(untilLine === undefined
      ? []
      : [row('', `counted before line ${formatNumber(untilLine)}: too many different prefixes`)]),
  ];
}

function lengthLines(description: DatasetDescription, width: number): string[] {
  const { input, output, withoutOutputLength } = description;
  if (input === undefined) return [];
  const head = LENGTH_COLUMNS.map((column) => column.padStart(CELL_WIDTH)).join('');
  return [
    '',
    row('tokens', head),
    lengthRow('input', input),
    ...(output === undefined ? [] : [lengthRow('output', output)]),
    `Input lengths: ${originsOf(input)}.`,
    ...(output === undefined
      ? []
      : [`Output lengths: ${originsOf(output)}; ${kindsOf(output.kinds, withoutOutputLength)}.`]),
    ...(output === undefined
      ? ['Output lengths: not in the file; set them with --output-tokens.']
      : []),
    ...plotOf('Input tokens', input, width),
    ...(output === undefined ? [] : plotOf('Output tokens', output, width)),
  ];
}

function lengthRow(name: string, lengths: TokenLengths): string {
  const cells = LENGTH_COLUMNS.map((column) =>
    formatNumber(Math.round(lengths[column])).padStart(CELL_WIDTH),
  );
  return row(name, cells.join(''));
}

function originsOf({ origins }: TokenLengths): string {
  return origins.map((origin) => ORIGINS[origin]).join(', and ');
}

function kindsOf(kinds: Readonly<Record<string, number>>, without: number): string {
  const parts = Object.entries(kinds).map(
    ([kind, count]) => `${formatNumber(count)} ${OUTPUT_KINDS[kind] ?? kind}`,
  );
  return [...parts, ...(without === 0 ? [] : [`${formatNumber(without)} without a length`])].join(
    ', ',
  );
}

function plotOf(title: string, { histogram }: TokenLengths, width: number): string[] {
  return ['', `${title}, requests`, ...lengthPlot(histogram, width - 2).map((line) => `  ${line}`)];
}

function leftOutLines({ leftOut, warnings }: DatasetDescription): string[] {
  const kinds = [
    ['unreadable', leftOut.unreadable],
    ['failed', leftOut.failed],
    ['filtered', leftOut.filtered],
  ] as const;
  const left = kinds.flatMap(([kind, rows]) => rows.map((one) => remarkLine(one, kind)));
  return [
    ...(left.length === 0 ? [] : ['', 'Left out', ...left]),
    ...(warnings.length === 0
      ? []
      : ['', 'Warnings', ...warnings.map((one) => remarkLine(one, ''))]),
  ];
}

function remarkLine({ reason, count, lines }: RemarkedRows, kind: string): string {
  const named = lines.map(formatNumber).join(', ');
  const more = count > lines.length ? ', …' : '';
  const where = `${count === 1 ? 'line' : 'lines'} ${named}${more}`;
  const times = count === 1 ? '' : `${formatNumber(count)} × `;
  return `  ${times}${kind === '' ? '' : `${kind}: `}${reason} (${where})`;
}
