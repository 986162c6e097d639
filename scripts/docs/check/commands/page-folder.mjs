import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const CONFIG = /^loadcell\.config\.\w+$/u;

/** The folder in which the commands of a page run: recorded runs, and the files that its blocks name. */
export class PageFolder {
  /** @param {string} folder to be made @param {string} root the checkout */
  constructor(folder, root, standIns) {
    this.path = folder;
    this.standIns = standIns;
    mkdirSync(folder, { recursive: true });
    standIns.copyRuns(folder);
    for (const name of ['examples', 'node_modules']) {
      symlinkSync(path.join(root, name), path.join(folder, name));
    }
  }

  /** Writes the file of a block. It replaces every other default configuration, of which a folder has one. */
  write({ title, text }) {
    if (CONFIG.test(title)) this.dropConfigs();
    const file = path.join(this.path, title);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, this.standIns.substitute(text));
  }

  /** Points `latest` to a recorded run, as a run of the page would. */
  pointLatest() {
    this.standIns.pointLatest(this.path);
  }

  /** Makes the files of models and engines that a command names, and no block has. */
  provide(words) {
    for (const [at, word] of words.entries()) {
      const file = path.join(this.path, word);
      const isModel = words[at - 1] === '--model' && /\.(?:gguf|bin)$/u.test(word);
      const isEngine = words[at - 1] === '--engine' && word.endsWith('engine.mjs');
      if (existsSync(file) || !(isModel || isEngine)) continue;
      mkdirSync(path.dirname(file), { recursive: true });
      if (isModel) writeFileSync(file, '');
      else cpSync(path.join(this.path, 'examples/engine.mjs'), file);
    }
  }

  /** Removes default configurations, which `init` does not overwrite. */
  dropConfigs() {
    for (const name of readdirSync(this.path)) {
      if (CONFIG.test(name)) rmSync(path.join(this.path, name));
    }
  }
}
