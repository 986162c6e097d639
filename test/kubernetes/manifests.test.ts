import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildKustomization, installKustomize, whyNoKustomize } from './support/kustomize.ts';
import {
  manifestFiles,
  parseResources,
  podOf,
  type PodSpec,
  type Resource,
} from './support/manifests.ts';
import { installValidator, validate } from './support/schema-validator.ts';

/** The oldest version in which Jobs have podReplacementPolicy without a gate, and the newest published. */
const VERSIONS = ['1.29', '1.37'];
/** What users build. */
const KUSTOMIZATIONS = ['base', 'watch-node', 'nats', 'example'];

let validator = '';
beforeAll(() => {
  validator = installValidator();
});

/** Writes resources into a file of the test. */
function fileOf(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-kubernetes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'resources.yaml');
  writeFileSync(file, text);
  return file;
}

it.each(VERSIONS)('the manifests satisfy the published schemas of Kubernetes %s', (version) => {
  const files = manifestFiles().filter((file) => !file.endsWith('sidecar.yaml'));
  expect(files.length).toBeGreaterThanOrEqual(10);
  expect(validate(validator, version, files)).toBe('');
});

it('the schemas reject an unknown field and a wrong type', () => {
  const job = manifestFiles().find((file) => file.endsWith('load-job.yaml')) ?? '';
  const text = readFileSync(job, 'utf8');
  const misspelled = fileOf(text.replace('podReplacementPolicy', 'podReplacementPolicies'));
  expect(validate(validator, '1.37', [misspelled])).toContain('podReplacementPolicies');
  const mistyped = fileOf(text.replace('completions: 4', 'completions: four'));
  expect(validate(validator, '1.37', [mistyped])).toContain('four');
});

const whySkipped = whyNoKustomize();

describe.skipIf(whySkipped !== undefined)(`built by kustomize (${whySkipped ?? 'here'})`, () => {
  const builtText = new Map<string, string>();
  beforeAll(() => {
    const program = installKustomize();
    for (const name of KUSTOMIZATIONS) builtText.set(name, buildKustomization(program, name));
  });

  function built(name: string): Resource[] {
    return parseResources(builtText.get(name) ?? '');
  }

  function find(kustomization: string, kind: string, name: string): Resource {
    const found = built(kustomization).find(
      (one) => one.kind === kind && one.metadata.name === name,
    );
    if (found === undefined) throw new Error(`${kustomization} has no ${kind} ${name}.`);
    return found;
  }

  function podsOf(kustomization: string): PodSpec[] {
    return built(kustomization).flatMap((one) => podOf(one) ?? []);
  }

  it.each(KUSTOMIZATIONS)('%s satisfies the published schemas', (name) => {
    const file = fileOf(builtText.get(name) ?? '');
    for (const version of VERSIONS) expect(validate(validator, version, [file])).toBe('');
  });

  it('gives each slice of the load to one pod, once', () => {
    expect(find('base', 'Job', 'loadcell-load').spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 4,
      parallelism: 4,
      backoffLimit: 0,
      podReplacementPolicy: 'Failed',
      template: { spec: { restartPolicy: 'Never' } },
    });
    const [agent] = podOf(find('base', 'Job', 'loadcell-load'))?.containers ?? [];
    expect(agent?.args).toContain('--name=load-$(JOB_COMPLETION_INDEX)');
  });

  it('waits for as many load agents as there are', () => {
    const [coordinator] = podOf(find('base', 'Job', 'loadcell-run'))?.containers ?? [];
    const { completions } = find('base', 'Job', 'loadcell-load').spec ?? {};
    expect(coordinator?.args).toContain(`--load-agents=${String(completions)}`);
  });

  it.each(KUSTOMIZATIONS)('%s has no privileges, but for the watcher of a node', (name) => {
    for (const pod of podsOf(name)) {
      const isNode = name === 'watch-node';
      expect(pod.hostPID).toBe(isNode);
      expect(pod.hostNetwork).toBe(false);
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.volumes.filter((volume) => 'hostPath' in volume)).toEqual([]);
      expect(pod.securityContext).toMatchObject({
        seccompProfile: { type: 'RuntimeDefault' },
        ...(isNode ? { runAsUser: 0 } : { runAsNonRoot: true }),
      });
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
        });
        const added = isNode ? { add: ['SYS_PTRACE', 'DAC_READ_SEARCH'] } : {};
        expect(securityContext).toHaveProperty('capabilities', { drop: ['ALL'], ...added });
        expect(securityContext).not.toHaveProperty('privileged');
      }
    }
  });

  it.each(KUSTOMIZATIONS)('%s reads secrets by reference', (name) => {
    expect(built(name).filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const secret = podsOf(name)
      .flatMap((pod) => pod.containers)
      .flatMap(({ env }) => env)
      .filter((one) => /BUS|KEY|PASSWORD/.test(one.name));
    for (const variable of secret) {
      expect(variable).toHaveProperty('valueFrom.secretKeyRef.name');
      expect(variable.value).toBeUndefined();
    }
  });

  it('shares the processes of the server with the watching container alone', () => {
    const pod = podOf(find('example', 'Deployment', 'mock-server'));
    expect(pod?.shareProcessNamespace).toBe(true);
    expect(pod?.containers.map(({ name }) => name).toSorted()).toEqual([
      'loadcell-watch',
      'server',
    ]);
    const sharing = podsOf('example').filter((one) => one.shareProcessNamespace);
    expect(sharing).toHaveLength(1);
  });

  it('names an image with a version everywhere', () => {
    const images = KUSTOMIZATIONS.flatMap(podsOf)
      .flatMap((pod) => pod.containers)
      .map(({ image }) => image);
    expect(images.filter((image) => !/:[\w.-]+$/.test(image) || image.endsWith(':latest'))).toEqual(
      [],
    );
  });
});
