import { readFileSync } from 'node:fs';

/**
 * What the kernel's files report about a process; each call reads its file.
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
    // The name, in parentheses, can contain spaces: fields are counted from its end.
    const fields = this.#read('stat').split(') ').at(-1).split(' ');
    return { minor: Number(fields[7]), major: Number(fields[9]) };
  }

  /** CPU time of a process with one thread by schedstat; stat only has hundredths of a second. */
  cpuNs() {
    return Number(this.#read('schedstat').split(' ')[0]);
  }

  /** @param {string} file */
  #read(file) {
    return readFileSync(`/proc/${this.#pid}/${file}`, 'utf8');
  }
}
