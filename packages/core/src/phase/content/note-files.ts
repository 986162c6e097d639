import type { EventOf } from '../../stream/events/run-event.ts';
import type { FileDigest } from '../../workload/file-digest.ts';
import type { PhaseContext } from '../phase.ts';

type FileUse = EventOf<'file-read'>['use'];

/** Records what the files of the load have, what of them is not sent, and what identifies their content. */
export function noteFiles({
  files: { dataset, traces, lengths, tokenizer, content },
  journal,
}: Pick<PhaseContext, 'files' | 'journal'>): void {
  const read = [
    ...(dataset === undefined ? [] : [{ stage: '', ...dataset }]),
    ...Array.from(traces, ([stage, trace]) => ({ stage, ...trace })),
  ];
  for (const { stage, path: file, format, digest, survey } of read) {
    const { conversations, requests, unansweredTurns, rows } = survey;
    const { unreadable, failed, filtered, warning: warnings } = rows;
    const counts = { conversations, requests, unreadable, failed, filtered, warnings };
    journal.event({
      kind: 'dataset-read',
      stage,
      file,
      format,
      ...fieldsOf(digest),
      ...counts,
      unansweredTurns,
    });
  }
  const note = (use: FileUse, file: string, digest: FileDigest): void =>
    journal.event({ kind: 'file-read', use, file, ...fieldsOf(digest) });
  if (lengths !== undefined) note('lengths', lengths.path, lengths.digest);
  if (tokenizer !== undefined) note('tokenizer', tokenizer.path, tokenizer.digest);
  for (const { use, path, digest } of content?.named ?? []) note(use, path, digest);
}

function fieldsOf({ sha256, bytes }: FileDigest): { sha256: string; bytesRead: number } {
  return { sha256, bytesRead: bytes };
}
