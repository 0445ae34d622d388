// Type-checks the code of the documentation as modules against the sources: names that are gone, options that never were.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/** JavaScript is less strict than the sources are; what it imports has the same types. */
const options = {
  target: ts.ScriptTarget.ES2022,
  strict: false,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: [
    'lib.es2023.d.ts',
    'lib.esnext.disposable.d.ts',
    'lib.dom.d.ts',
    'lib.dom.iterable.d.ts',
    'lib.dom.asynciterable.d.ts',
  ],
  types: [],
  noEmit: true,
  skipLibCheck: true,
  useDefineForClassFields: false,
  paths: {
    'tallow-elements': [path.join(root, 'src/index.ts')],
    'tallow-elements/components/*.js': [path.join(root, 'components/*.ts')],
    'tallow-elements/define/*.js': [path.join(root, 'components/define/*.ts')],
    'tallow-elements/serve.js': [path.join(root, 'src/protocol/serve.ts')],
    'tallow-elements/shared.js': [path.join(root, 'src/shared/index.ts')],
  },
};

/** The blocks of a page that import something of this package: those without are pieces, whose names come from elsewhere. */
export async function modulesIn(page) {
  const text = await readFile(path.join(root, page), 'utf8');
  return Array.from(text.matchAll(/^```[jt]s\n([\s\S]*?)^```/gm), ([, code], index) => ({
    name: path.join(root, `${page}.${index}.ts`),
    code,
  })).filter(({ code }) => code.includes("from 'tallow-elements"));
}

/** What is wrong with them, a line each. */
export function faultsOf(modules) {
  const texts = new Map(modules.map(({ name, code }) => [name, code]));
  const host = ts.createCompilerHost(options);
  const { readFile: read, fileExists, getSourceFile } = host;
  host.readFile = (name) => texts.get(name) ?? read(name);
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    texts.has(name) ? ts.createSourceFile(name, texts.get(name), rest[0], true) : getSourceFile(name, ...rest);
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.filter(isOurs).map((fault) => `${path.relative(root, name)}: ${message(fault)}`);
  });
}

const message = ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ');

/** Variables that a page would have, what only some browsers have, what a selector finds and what a message holds are not ours to check. */
function isOurs(fault) {
  const unknownNames = [2304, 2552];
  const unknownKind = /on type '(?:Element|Window.*|SharedProgress \| .*)'/;
  return !unknownNames.includes(fault.code) && !unknownKind.test(message(fault));
}
