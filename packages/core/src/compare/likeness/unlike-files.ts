import { briefDigest } from '../../stream/events/files-read.ts';
import type { PhasePair } from './unlike-stages.ts';

/** Files of one name whose content differs between both sides; nothing is known of older recordings, which have no digests. */
export function unlikeFiles({ before, after }: PhasePair): string[] {
  const others = new Map(after.files.map(({ name, sha256 }) => [name, sha256]));
  return before.files.flatMap(({ name, sha256 }) => {
    const other = others.get(name);
    if (sha256 === undefined || other === undefined || sha256 === other) return [];
    const digests = `SHA-256 ${briefDigest(sha256)} vs. ${briefDigest(other)}`;
    return [`the content of ${name} of phase ${before.name} differs (${digests})`];
  });
}
