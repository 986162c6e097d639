import { baseName } from '../exposition/exposition.ts';
import type { ServerMap } from './server-map.ts';
import { AMD_EXPORTER } from './servers/amd-exporter.ts';
import { DCGM_EXPORTER } from './servers/dcgm-exporter.ts';
import { LITELLM } from './servers/litellm.ts';
import { LLAMA_CPP } from './servers/llama-cpp.ts';
import { LMDEPLOY } from './servers/lmdeploy.ts';
import { NIM } from './servers/nim.ts';
import { SGLANG } from './servers/sglang.ts';
import { TEI } from './servers/tei.ts';
import { TGI } from './servers/tgi.ts';
import { TRITON } from './servers/triton.ts';
import { TRTLLM } from './servers/trtllm.ts';
import { VLLM } from './servers/vllm.ts';

/** Every server that Loadcell can read: one line and one file each. If two fit a body equally well, the first is used. */
const SERVER_MAPS: readonly ServerMap[] = [
  VLLM,
  SGLANG,
  TRTLLM,
  LMDEPLOY,
  TGI,
  TEI,
  LLAMA_CPP,
  LITELLM,
  NIM,
  TRITON,
  DCGM_EXPORTER,
  AMD_EXPORTER,
];

/** Family of the process's start, Unix seconds, as client libraries write it. */
export const PROCESS_START = 'process_start_time_seconds';

const FAMILIES_BY_MAP: ReadonlyMap<ServerMap, ReadonlySet<string>> = new Map(
  SERVER_MAPS.map((map) => [
    map,
    new Set(
      [
        ...map.entries.flatMap(({ families }) => families),
        ...(map.info ?? []),
        ...(map.newestInfo ?? []),
      ].map(baseName),
    ),
  ]),
);

/** The name under which a map knows a family. */
export function mappedName(map: ServerMap, base: string): string {
  return map.normalize?.(base) ?? base;
}

function knows(map: ServerMap, base: string): boolean {
  return FAMILIES_BY_MAP.get(map)?.has(mappedName(map, base)) ?? false;
}

/** Whether any map reads a family, by its name without trailing `_total`. */
export function isMapped(base: string): boolean {
  return base === PROCESS_START || SERVER_MAPS.some((map) => knows(map, base));
}

/** Maps of the servers recognized in a body; the one with most families is first. */
export function recognizeServers(bases: readonly string[]): readonly ServerMap[] {
  return SERVER_MAPS.map((map) => {
    const known = bases.filter((base) => knows(map, base));
    return { map, signs: known.filter((base) => map.isSign(mappedName(map, base))).length };
  })
    .filter(({ signs }) => signs > 0)
    .toSorted((one, other) => other.signs - one.signs)
    .map(({ map }) => map);
}
