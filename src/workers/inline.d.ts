/** A worker's whole source as text, for pages that cannot load its file. */
declare module '*.worker.js?inline' {
  const text: string;
  export default text;
}
