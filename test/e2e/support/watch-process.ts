import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isMissing } from './processes.ts';

const PERIOD_MS = 25;

/** The peaks of a process so far. */
export interface ProcessPeaks {
  /** From the kernel's high-water mark. */
  readonly peakBytes: number;
  readonly mostSockets: number;
}

/** Files come and go as modules load, sockets only with connections. */
function countSockets(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => isSocket(`${folder}/${fd}`)).length;
}

function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch (error) {
    // Closed since the folder was read.
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * Polls a process until it is gone.
 * @returns a function that returns its peaks so far
 */
export function watchProcess(pid: number): () => ProcessPeaks {
  let peaks: ProcessPeaks = { peakBytes: 0, mostSockets: 0 };
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const [, peakKib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
      peaks = {
        peakBytes: Math.max(peaks.peakBytes, Number(peakKib) * 1024),
        mostSockets: Math.max(peaks.mostSockets, countSockets(pid)),
      };
    } catch (error) {
      if (!isMissing(error)) throw error;
      clearInterval(timer);
    }
  };
  const timer = setInterval(look, PERIOD_MS);
  timer.unref();
  return () => peaks;
}
