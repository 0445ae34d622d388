/** Lets test and demo code import the package by its own name, and answers from the sources instead of dist. */
export function selfReference() {
  return {
    name: 'self-reference',
    resolveImport({ source }) {
      if (source === 'tallow-elements') return '/src/index.ts';
      if (source === 'tallow-elements/serve.js') return '/src/protocol/serve.ts';
      if (source === 'tallow-elements/shared.js') return '/src/shared/index.ts';
      if (source.startsWith('tallow-elements/define/'))
        return source.replace(/^tallow-elements\/(.*)\.js$/, '/components/$1.ts');
    },
  };
}
