import { formatNumber, type FoundModel } from '@loadcell/core';
import { printable } from '../../terminal/printable.ts';

/** One line about the model of a server. */
export function formatServerNote(found: FoundModel): string {
  if (found.kind === 'unknown') {
    return `The models of the server are unknown (${printable(found.reason)}); without --model, a run measures the first listed one.`;
  }
  const model = printable(found.model);
  const served =
    found.api === undefined ? '' : ` It serves api ${found.api}, which the file names.`;
  return found.listed > 1
    ? `The server lists ${formatNumber(found.listed)} models; the file names ${model}.${served}`
    : `The server runs ${model}.${served}`;
}
