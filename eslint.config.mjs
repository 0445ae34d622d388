// Lints types, lit templates and the arrows of the house: which folder may import which (docs/architecture.md).
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import litA11y from 'eslint-plugin-lit-a11y';
import prettier from 'eslint-config-prettier';

/** `files` may import, beside packages and their own folder, only what matches `allowed`. */
function arrow(files, allowed, { byTypeOnly } = {}) {
  const regex = `^(?!\\./[^/]+$)\\.\\.?/(?!${allowed.length > 0 ? `(?:${allowed.join('|')})` : '$^'})`;
  const message = `${files} may not import this: see the arrows in docs/architecture.md.`;
  const patterns = [{ regex, message }];
  if (byTypeOnly)
    patterns.push({ regex: byTypeOnly, allowTypeImports: true, message: `${files}: by type, or by a lazy import.` });
  const imports = { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
  const lazy = `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\/')}/]`;
  return { files: [files], rules: { ...imports, 'no-restricted-syntax': ['error', { selector: lazy, message }] } };
}
const up = (...names) => names.map((name) => `(?:\\.\\./)*${name}`);

export default defineConfig(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  lit['flat/recommended'],
  wc['flat/recommended'],
  { plugins: { 'lit-a11y': litA11y }, rules: litA11y.configs.recommended.rules },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // an abort's reason is whatever the caller gave
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  arrow('components/**/*.ts', [
    'parts/',
    'sources/',
    '(?:worker-pool|file-encryptor|file-hasher|file-compressor|file-inspector|transfer-progress|connectivity-check)\\.js',
    ...up('src/bridge/', 'src/shared/', 'src/errors.js', 'src/operation.js'),
  ]),
  arrow('components/worker-pool.ts', [
    'parts/',
    ...up('src/bridge/', 'src/shared/', 'src/errors.js', 'src/operation.js', 'src/pool/'),
  ]),
  arrow(
    'src/bridge/**/*.ts',
    up(
      'pool/',
      'operations/',
      'workers/',
      'streams/(?:nonce-manager|sealed-format|brands|hash-names|ballast)\\.js',
      'errors.js',
      'operation.js',
    ),
    { byTypeOnly: '/(?:operations|workers)/' },
  ),
  arrow('src/pool/**/*.ts', [...up('protocol/', 'operation.js', 'errors.js')]),
  arrow('src/protocol/**/*.ts', [...up('shared/', 'operation.js', 'errors.js')]),
  arrow('src/workers/**/*.ts', [...up('protocol/serve.js', 'operations/')]),
  arrow('src/operations/**/*.ts', ['network/', ...up('streams/', 'operation.js', 'errors.js')]),
  arrow('src/streams/**/*.ts', [...up('operation.js', 'errors.js')]),
  arrow('src/shared/**/*.ts', []),
  { files: ['**/*.{mjs,js}'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs', 'demo/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'Buffer',
          'performance',
          'Blob',
          'File',
          'document',
          'window',
          'globalThis',
          'navigator',
          'AbortController',
          'AbortSignal',
          'crypto',
          'Worker',
          'self',
          'location',
          'structuredClone',
          'TextEncoder',
          'TextDecoder',
          'MessageChannel',
          'ReadableStream',
          'WritableStream',
          'TransformStream',
          'CustomEvent',
          'Event',
          'DataTransfer',
          'requestAnimationFrame',
          'setInterval',
          'clearInterval',
          'queueMicrotask',
          'customElements',
          'crossOriginIsolated',
          'HTMLElement',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['test/**'],
    rules: {
      // every chai chain looks like a promise, since the accessibility plugin makes `expect(...)` thenable
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  prettier,
);
