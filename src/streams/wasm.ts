/** Whether WebAssembly may be compiled here: a content security policy can forbid it. */

/** An empty module: the magic and the version. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export function canCompileWasm(): boolean {
  try {
    // WebKitGTK 2.50 lets modules be compiled, and refuses to make anything of them
    return new WebAssembly.Instance(new WebAssembly.Module(EMPTY)) instanceof WebAssembly.Instance;
  } catch {
    return false;
  }
}
