import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { DEPLOY } from './kustomize.ts';

const ContainerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  securityContext: z.unknown().optional(),
});

const PodSpecSchema = z.looseObject({
  restartPolicy: z.string().optional(),
  hostPID: z.boolean().default(false),
  hostNetwork: z.boolean().default(false),
  shareProcessNamespace: z.boolean().default(false),
  automountServiceAccountToken: z.boolean().optional(),
  securityContext: z.unknown().optional(),
  containers: z.array(ContainerSchema),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
});

const ResourceSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ template: z.looseObject({ spec: PodSpecSchema }).optional() }).optional(),
});

/** The fields of a resource that tests read. */
export type Resource = z.output<typeof ResourceSchema>;

/** The specification of the pods of a resource. */
export type PodSpec = z.output<typeof PodSpecSchema>;

/** The resources of a YAML text with several documents. */
export function parseResources(text: string): Resource[] {
  return parseAllDocuments(text).map((document) => ResourceSchema.parse(document.toJS()));
}

/** The pods of a resource: of its template, or the resource itself. */
export function podOf(resource: Resource): PodSpec | undefined {
  if (resource.kind === 'Pod') return PodSpecSchema.parse(resource.spec);
  return resource.spec?.template?.spec;
}

/** The manifests for Kubernetes: paths of all files that are neither for kustomize nor data. */
export function manifestFiles(): string[] {
  return (
    readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml') && path.basename(name) !== 'kustomization.yaml')
      .map((name) => path.join(DEPLOY, name))
      // A patch is not a resource.
      .filter((file) => /^kind:/m.test(readFileSync(file, 'utf8')))
  );
}
