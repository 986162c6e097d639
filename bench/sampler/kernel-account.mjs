import { readFileSync } from 'node:fs';

/**
 * What the kernel's own files say of a process, each read when asked for.
 */
export class KernelAccount {
  #pid;
  #pageBytes;

  /** @param {number} pid @param {number} pageBytes */
  constructor(pid, pageBytes) {
    this.#pid = pid;
    this.#pageBytes = pageBytes;
  }

  /** Resident bytes by statm. */
  rssBytes() {
    return Number(this.#read('statm').split(' ')[1]) * this.#pageBytes;
  }

  /** Anonymous resident bytes by status. */
  anonBytes() {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(this.#read('status'))?.[1]) * 1024;
  }

  /** Minor and major faults by stat. */
  faults() {
    // The name, in brackets, may hold blanks: fields are counted from its end.
    const fields = this.#read('stat').split(') ').at(-1).split(' ');
    return { minor: Number(fields[7]), major: Number(fields[9]) };
  }

  /** CPU time of a process with one thread by schedstat, which stat tells in hundredths of a second only. */
  cpuNs() {
    return Number(this.#read('schedstat').split(' ')[0]);
  }

  /** @param {string} file */
  #read(file) {
    return readFileSync(`/proc/${this.#pid}/${file}`, 'utf8');
  }
}
