import { spawn } from 'node:child_process';
import type { BrowserCall } from './browsers.ts';

/** A program that still runs after this has opened the page, ms: a browser runs until it is closed. */
const GRACE_MS = 3000;

/** Starts a program that outlives this command. @returns whether it opened the page */
export function startBrowser({ program, args }: BrowserCall): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    const finish = (isOpened: boolean): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.unref();
      resolve(isOpened);
    };
    const timer = setTimeout(() => finish(true), GRACE_MS);
    child.on('error', () => finish(false));
    child.on('exit', (code) => finish(code === 0));
  });
}
