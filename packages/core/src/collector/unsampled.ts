/** Processes that were not sampled, by reason; see `ProcessCounts` of the native package. */
interface UnsampledCounts {
  readonly ended: number;
  readonly noRoom: number;
  readonly forbidden: number;
  readonly unreadable: number;
  /** Maximum number of processes sampled at the same time. */
  readonly capacity: number;
}

/** What a native sampler knows about processes that it missed. */
interface MissingProcesses {
  readonly processes: UnsampledCounts;
  /** Null if no tree is followed. */
  readonly survey: {
    /** Empty if the kernel reports births. */
    readonly noBirthsBecause: string;
    readonly hasLostBirths: boolean;
  } | null;
}

/** A number of processes with its verb. */
function processes(count: number): string {
  return count === 1 ? '1 process was' : `${count.toLocaleString('en-US')} processes were`;
}

/** The sentence for each reason why a process was not sampled. */
const SENTENCES: readonly {
  readonly reason: 'ended' | 'noRoom' | 'forbidden' | 'unreadable';
  readonly say: (counts: UnsampledCounts) => string;
}[] = [
  {
    reason: 'ended',
    say: ({ ended }) => `${processes(ended)} not sampled: ended within a moment of the start.`,
  },
  {
    reason: 'noRoom',
    say: ({ noRoom, capacity }) =>
      `${processes(noRoom)} not sampled: more than ${capacity.toLocaleString('en-US')} ran at the same time. ` +
      'Raise the limit on open files (ulimit -n) if that is below 30,000.',
  },
  {
    reason: 'forbidden',
    say: ({ forbidden }) =>
      `${processes(forbidden)} not sampled: owned by another user, or hidden by /proc (hidepid). Run as root.`,
  },
  {
    reason: 'unreadable',
    say: ({ unreadable }) =>
      `${processes(unreadable)} not sampled: files under /proc could not be opened. Raise the limit on open files (ulimit -n).`,
  },
];

/** Known processes of a tree that were not sampled, and why; one sentence each. */
export function describeUnsampled({ processes: counts, survey }: MissingProcesses): string[] {
  const sentences = SENTENCES.filter(({ reason }) => counts[reason] > 0).map(({ say }) =>
    say(counts),
  );
  if (survey === null) return sentences;
  if (survey.noBirthsBecause !== '') {
    sentences.push(
      `Processes shorter than 60 ms may be missing: births are not reported (${survey.noBirthsBecause}).`,
    );
  }
  if (survey.hasLostBirths) {
    sentences.push('More processes may be missing: the kernel dropped reports of births.');
  }
  return sentences;
}
