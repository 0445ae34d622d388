/** Registers an element once, and never throws because somebody else did so before. */
import { version } from './version.js';

/** What the registry needs to know of a class of ours. */
export interface ElementClass extends CustomElementConstructor {
  readonly version?: string;
}

/**
 * Defines `tag` in `registry`. A second load of the same version is silent; a tag that another version, or another
 * library, holds already is left alone and a warning names both. Where there is no registry (Node) nothing happens.
 */
export function define(tag: string, element: ElementClass, registry: CustomElementRegistry | undefined): void {
  const held: ElementClass | undefined = registry?.get(tag);
  if (held === undefined) {
    // one class can stand under one tag only, so a second tag gets a class of its own
    registry?.define(tag, taken(registry, element) ? class extends element {} : element);
  } else if (held !== element && held.version !== version) {
    console.warn(
      `<${tag}> is already defined by ${held.version ?? 'another library'}; tallow-elements ${version} leaves it alone.`,
    );
  }
}

function taken(registry: CustomElementRegistry, element: ElementClass): boolean {
  return 'getName' in registry && registry.getName(element) !== null;
}
