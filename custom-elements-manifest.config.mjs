// Describes the elements for editors: dist/custom-elements.json.
export default {
  globs: ['components/*.ts', 'components/parts/*.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
};
