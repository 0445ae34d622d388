// Makes docs/reference.md of the docstrings of the elements: `node test/support/reference.mjs` writes it, a test compares.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

const root = path.resolve(import.meta.dirname, '../..');
/** The platform calls these, nobody else. */
const reactions = /Callback$|^(?:add|remove)EventListener$|^internals$/;

export async function elementsOfSources() {
  const { modules } = await cli({ argv: ['analyze', '--quiet'], cwd: root, noWrite: true });
  return modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName)
    .sort((one, other) => (one.tagName < other.tagName ? -1 : 1));
}

export function referenceOf(elements) {
  const head = [
    '# Reference of the elements',
    'Made of the docstrings by `node test/support/reference.mjs`: every attribute, property, method, event, slot, part, custom property and state. How to use them: [elements.md](elements.md).',
    elements.map(({ tagName }) => `- [\`<${tagName}>\`](#${tagName})`).join('\n'),
  ];
  return `${[...head, ...elements.flatMap(section)].join('\n\n')}\n`;
}

function section(element) {
  const isPublic = ({ privacy = 'public', name }) => privacy === 'public' && !reactions.test(name);
  const members = unique((element.members ?? []).filter(isPublic));
  const attributes = unique(element.attributes ?? []);
  const fields = members.filter(({ kind }) => kind === 'field');
  const own = new Set(attributes.map(({ fieldName }) => fieldName));
  return [
    `## \`<${element.tagName}>\``,
    sentence(element.description),
    ...table('attribute', ['property', 'type', 'default'], attributes, ({ fieldName, name, type, default: value }) => [
      code(fieldName ?? name),
      code(type?.text),
      code(value),
    ]),
    ...table(
      'property',
      ['type', 'set'],
      fields.filter(({ name }) => !own.has(name)),
      (field) => [code(field.type?.text), field.static ? 'of the class' : field.readonly ? 'no' : 'yes'],
    ),
    ...table(
      'method',
      ['takes'],
      members.filter(({ kind }) => kind === 'method'),
      ({ parameters = [], static: ofClass }) => [
        [...(ofClass ? ['of the class:'] : []), ...parameters.map(({ name }) => code(name))].join(' '),
      ],
    ),
    ...table('event', ['type'], unique(element.events ?? []), ({ type }) => [code(type?.text)]),
    ...table(
      'slot',
      [],
      (element.slots ?? []).map((slot) => ({ ...slot, name: slot.name || '(default)' })),
    ),
    ...table('part', [], element.cssParts ?? []),
    ...table('custom property', [], element.cssProperties ?? []),
    ...table('state', [], element.cssStates ?? []),
  ].filter(Boolean);
}

function table(kind, columns, rows, cells = () => []) {
  if (rows.length === 0) return [];
  const line = (values) => `| ${values.join(' | ')} |`;
  const head = [kind, ...columns, ''];
  const body = rows.map((row) => line([code(row.name), ...cells(row), sentence(row.description)]));
  return [[line(head), line(head.map(() => '---')), ...body].join('\n')];
}

/** Overloads stand once. */
const unique = (list) =>
  [
    ...new Map(
      list
        .slice()
        .reverse()
        .map((one) => [one.name, one]),
    ).values(),
  ]
    .slice()
    .reverse();
const sentence = (text = '') =>
  text
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/(?<!`)<([\w-]+)>(?!`)/g, '`<$1>`')
    .trim();
const code = (text) => (text ? `\`${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\`` : '');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(path.join(root, 'docs/reference.md'), referenceOf(await elementsOfSources()));
}
