import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseCheckout } from './support/release-checkout.ts';

let checkout: ReleaseCheckout;

beforeEach(() => {
  checkout = new ReleaseCheckout();
});

afterEach(() => checkout.remove());

const versionOf = (name: string): string =>
  checkout.manifests.find((manifest) => manifest.name === name)?.version ?? '';

const nextMinor = (version: string): string => {
  const [major, minor] = version.split('.').map(Number);
  return `${major}.${(minor ?? 0) + 1}.0`;
};

describe('npm run version', () => {
  it('gives every package, platform and the lock the next version, and needs exactly it', () => {
    const next = nextMinor(versionOf('@loadcell/cli'));
    checkout.write(
      '.changeset/a-thing.md',
      '---\n"@loadcell/core": minor\n---\n\nThe report shows the thing,\nwhich nobody saw before.\n',
    );
    expect(checkout.run('version.mjs')).toMatchObject({ status: 0 });

    const { manifests } = checkout;
    expect(manifests.length).toBeGreaterThan(7);
    const internal = manifests.flatMap(({ dependencies = {} }) =>
      Object.entries(dependencies).filter(([name]) => name.startsWith('@loadcell/')),
    );
    expect(new Set(manifests.map(({ version }) => version))).toEqual(new Set([next]));
    expect(internal).toEqual([
      ['@loadcell/core', next],
      ['@loadcell/native', next],
    ]);
    expect(JSON.parse(checkout.read('package-lock.json'))).toMatchObject({
      version: next,
      packages: {
        'packages/cli': { version: next, dependencies: { '@loadcell/core': next } },
        'packages/core': { version: next, dependencies: { '@loadcell/native': next } },
        'packages/native': { version: next },
      },
    });
  });

  it('moves the sentences of the changesets, and what is unreleased, to the section of the version', () => {
    const next = nextMinor(versionOf('@loadcell/cli'));
    checkout.write(
      'CHANGELOG.md',
      '# Changelog\n\n## Unreleased\n\n- Old\n\n## 0.0.1\n\n- Older\n',
    );
    checkout.write('.changeset/a.md', '---\n"@loadcell/core": minor\n---\n\nA\nand on\n');
    checkout.write('.changeset/b.md', '---\n"@loadcell/cli": patch\n---\n\nB\n');
    expect(checkout.run('version.mjs')).toMatchObject({ status: 0 });
    expect(checkout.read('CHANGELOG.md')).toBe(
      `# Changelog\n\n## ${next}\n\n- A\n  and on\n- B\n\n- Old\n\n## 0.0.1\n\n- Older\n`,
    );
    expect(checkout.changesets).toEqual([]);
    expect(checkout.git('status', '--short')).not.toContain('packages/cli/CHANGELOG.md');
    expect(checkout.run('notes.mjs').stdout).toBe('- A\n  and on\n- B\n\n- Old\n');
  });

  it('fails without a changeset, and changes nothing', () => {
    const { status, stderr } = checkout.run('version.mjs');
    expect(status).toBe(1);
    expect(stderr).toContain('error: no changeset');
    expect(checkout.git('status', '--short')).toBe('');
  });
});

describe('the state of a release', () => {
  it('is to publish a version with a section that the registry lacks', () => {
    const version = versionOf('@loadcell/cli');
    checkout.fakeRegistry();
    checkout.write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n');
    expect(checkout.run('state.mjs').stdout).toBe(`version=${version}\npublish=false\n`);
    checkout.append('CHANGELOG.md', `\n## ${version}\n\n- A\n`);
    expect(checkout.run('state.mjs').stdout).toBe(`version=${version}\npublish=true\n`);
    checkout.write('fakes/published', `@loadcell/cli@${version}\n`);
    expect(checkout.run('state.mjs').stdout).toBe(`version=${version}\npublish=false\n`);
  });

  it('is an error when the registry does not respond', () => {
    checkout.fakeRegistry();
    checkout.append('CHANGELOG.md', `\n## ${versionOf('@loadcell/cli')}\n`);
    checkout.write('fakes/down', '');
    expect(checkout.run('state.mjs')).toMatchObject({ status: 1, stdout: '' });
  });

  it('is an error when a platform has another version', () => {
    const file = 'platforms/linux-x64-musl/package.json';
    checkout.write(file, checkout.read(file).replace(/"version": "[^"]+"/, '"version": "0.0.7"'));
    const { status, stderr } = checkout.run('state.mjs');
    expect(status).toBe(1);
    expect(stderr).toContain('@loadcell/native-linux-x64-musl: version 0.0.7');
  });
});

describe('publishing', () => {
  /** Writes the output of packing. @returns the tarballs in its order */
  function pack(names: readonly string[]): string[] {
    const packed = names.map((name) => ({
      name,
      version: versionOf(name),
      tarball: `${name}.tgz`,
    }));
    checkout.write('packed.json', JSON.stringify(packed));
    return packed.map(({ tarball }) => tarball);
  }

  const platforms = ['linux-arm64-gnu', 'linux-arm64-musl', 'linux-x64-gnu', 'linux-x64-musl'];
  const all = [...platforms.map((name) => `native-${name}`), 'native', 'core', 'cli'].map(
    (name) => `@loadcell/${name}`,
  );

  it('follows the order of packing, and leaves out what is published', () => {
    const tarballs = pack(all);
    checkout.fakeRegistry(`@loadcell/native@${versionOf('@loadcell/native')}`);
    expect(checkout.run('publish.mjs', 'packed.json')).toMatchObject({ status: 0 });
    const expected = tarballs.filter((tarball) => tarball !== '@loadcell/native.tgz');
    expect(checkout.read('fakes/calls').trim().split('\n')).toEqual(expected);
  });

  it('publishes nothing when a platform is not packed', () => {
    pack(all.filter((name) => !name.endsWith('arm64-musl')));
    checkout.fakeRegistry();
    const { status, stderr } = checkout.run('publish.mjs', 'packed.json');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error: not packed: @loadcell/native-linux-arm64-musl\n',
    });
    expect(checkout.read('fakes/calls')).toBe('');
  });
});
