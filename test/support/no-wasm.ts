/** Runs `work` as on a page whose policy forbids WebAssembly. */

export async function withoutWasm<Result>(work: () => Promise<Result>): Promise<Result> {
  const compile = WebAssembly.Module;
  const refuse = function () {
    throw new WebAssembly.CompileError('blocked by policy');
  };
  Object.defineProperty(WebAssembly, 'Module', { configurable: true, writable: true, value: refuse });
  try {
    return await work();
  } finally {
    Object.defineProperty(WebAssembly, 'Module', { configurable: true, writable: true, value: compile });
  }
}
