/**
 * What a section receives.
 * @typedef {object} SectionContext
 * @property {ReturnType<typeof import('./plan.mjs').planFor>} plan
 * @property {Record<string, string>} programs paths of the compiled C programs by name
 * @property {ReturnType<typeof import('../suite/report/machine.mjs').describeMachine>} machine
 *
 * @typedef {{ name: string, title: string, method: string }} Section
 */

/**
 * Sections in the order of the run; `sections/<name>.mjs` measures one.
 * @type {readonly Section[]}
 */
export const SECTIONS = [
  {
    name: 'main-thread',
    title: 'What sampling takes from a busy main thread',
    method:
      'Throughput of a busy loop with sampling over without, in short alternating blocks; the median of the rounds. The ring ' +
      'is drained within the block. "WithHeap" also reads the JavaScript heap at every tick. "ByCpuTime" is per CPU time ' +
      'of the main thread and the sampling thread together, as if they shared a core; other programs do not affect it. ' +
      '"WithTurns" is a loop with a turn of the event loop after each unit of work, so that setInterval(1) can fire; ' +
      'the peers sample on it, one call at a time.',
  },
  {
    name: 'blocked',
    title: 'Samples while the main thread is blocked',
    method:
      'Native sampler and peers run in one process, whose main thread then loops without a pause. The share is ticks with a ' +
      'sample over ticks of the block; of the peers, the most samples with a timestamp inside it.',
  },
  {
    name: 'spikes',
    title: 'Spikes of 64 MiB, 3 ms each, in another process',
    method:
      'A C program maps, touches, holds for 3 ms and unmaps 64 MiB at random times of a seed, with its own timestamps. ' +
      'A spike is visible when a sample taken while it is full has at least half of it; "FromRiseToFall" also counts the ' +
      'time of touching and unmapping. All watch the same run. Peaks of phases: the high-water mark of the kernel is ' +
      "reset, the program makes three peaks of random size, and the phase's peak is compared with the program's own " +
      'statm at its largest one, in pages; "Held" for 3 ms each, otherwise released immediately. The sampler\'s peak is the ' +
      'larger of its samples and the mark.',
  },
  {
    name: 'truth',
    title: "Agreement with the kernel's own accounting at rest",
    method:
      'The difference between the last sample and statm, status, stat, schedstat of a process at rest, and between ' +
      'the heap of this process and v8.getHeapStatistics(); the largest of the repeats.',
  },
  {
    name: 'cost',
    title: 'What sampling costs',
    method:
      'CPU time of threads by their own clocks, in short alternating blocks: a C loop that only wakes up at 1 kHz, ' +
      'the same with a pread of one statm (or of twenty), and the sampling thread, with the CPU clocks of the ' +
      'processes unless "MemoryOnly". Cost of a sample: "Net" excludes the wake-up (the sampling thread less the C loop that ' +
      'only wakes up; the median call of a peer in a 1 kHz loop; for calls that continue in the background the CPU time ' +
      'of such a loop less an idle one), "Gross" includes it, "Tight" is a call in a loop without pauses, with warm ' +
      'caches. Child processes of systeminformation are not counted.',
  },
  {
    name: 'endurance',
    title: 'Memory and accounts of a long run',
    method:
      'A process samples itself at 1 kHz and discards the rows, next to the same process without a sampler as control. ' +
      'Growth is median RSS after a garbage collection in a window at the end less that of a window after the first ten ' +
      "seconds; the sampler's is beyond the control's, and counts when it exceeds the spread within the windows. Every " +
      'deadline is sampled, dropped or missed.',
  },
];
