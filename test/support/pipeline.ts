/** The pipeline in a worker and on the page, and what is on disk. */
import { createCompressionBridge } from '../../src/bridge/compression-bridge.js';
import { createFileBridge } from '../../src/bridge/file-bridge.js';
import { createPipelineBridge, type PipelineBridge } from '../../src/bridge/pipeline-bridge.js';
import type { PipelineStages } from '../../src/bridge/pipeline-stages.js';
import { createCryptoBridge } from '../../src/bridge/worker-bridge.js';
import { placesOf } from './places.js';

export interface OpenPipeline {
  readonly pipeline: PipelineBridge;
  readonly stages: PipelineStages;
  destroy(): void;
}

const compressionPlaces = placesOf('compression');
const filePlaces = placesOf('file');

/** `change`: what stands in for stages, so that a test can hold or watch them. */
export const pipelinePlaces = placesOf('crypto').map((place, i) => ({
  name: place.name,
  open(change: (stages: PipelineStages) => Partial<PipelineStages> = () => ({})): OpenPipeline {
    const crypto = createCryptoBridge(place.openBridge());
    const compression = createCompressionBridge(compressionPlaces[i]?.openBridge());
    const file = createFileBridge(filePlaces[i]?.openBridge());
    const own = { crypto, compression, file };
    const stages = { ...own, ...change(own) };
    return {
      stages,
      pipeline: createPipelineBridge(stages),
      destroy: () => [crypto, compression, file].forEach((bridge) => bridge.destroy()),
    };
  },
}));

/** The folders of results, or null where there is no private file system. */
export async function resultFolders(): Promise<string[] | null> {
  try {
    const names: string[] = [];
    const entries = (await navigator.storage.getDirectory()).keys();
    for (let next = await entries.next(); next.done !== true; next = await entries.next()) names.push(next.value);
    return names.filter((name) => name.startsWith('tallow-elements-'));
  } catch {
    return null;
  }
}
