/** What the ending of a name claims: which contents go by it, and its MIME type where the content cannot tell. */

/** Of what was recognised by content (left), the endings it may go by beside its own. */
const alsoCalled: Readonly<Record<string, string>> = {
  jpg: 'jpeg jpe jfif',
  tif: 'tiff dng nef arw cr2 orf rw2 pef srw nrw',
  mpg: 'mpeg m1v m2v vob mp2',
  mts: 'ts m2ts m2t',
  mp1: 'mp2 mp3',
  mp2: 'mp3 mpga',
  mp3: 'mp2 mpga',
  aif: 'aiff aifc',
  mid: 'midi kar rmi',
  ogg: 'oga ogv ogx ogm opus spx',
  oga: 'ogg opus spx',
  ogv: 'ogg',
  ogx: 'ogg ogv oga',
  opus: 'ogg oga',
  spx: 'ogg oga',
  flac: 'fla oga',
  mp4: 'm4v m4a m4p m4b mov f4v 3gp qt mp4v',
  m4a: 'mp4 m4b m4p aac',
  m4v: 'mp4',
  mov: 'qt mp4',
  '3gp': '3gpp mp4',
  mkv: 'mka mks mk3d webm',
  webm: 'weba mkv',
  asf: 'wma wmv',
  aac: 'adts',
  heic: 'heif heics hif',
  gz: 'tgz gzip svgz emz',
  'tar.gz': 'gz tgz',
  bz2: 'tbz tbz2 bzip2',
  xz: 'txz',
  zst: 'tzst zstd',
  Z: 'z taz',
  zip: 'jar war ear apk ipa xpi aar whl nupkg vsix crx kmz cbz epub docx xlsx pptx odt ods odp 3mf usdz sketch fig key numbers pages appx msix egg',
  jar: 'war ear zip',
  rar: 'cbr',
  '7z': 'cb7',
  tar: 'gem ova cbt',
  cfb: 'doc dot xls xlt xla ppt pot pps msi msg vsd mpp pub db wps',
  exe: 'dll sys com scr ocx cpl drv mui efi',
  elf: 'so o ko axf bin out',
  macho: 'dylib o bundle so out',
  ar: 'a lib deb ipk',
  deb: 'udeb',
  pdf: 'ai',
  eps: 'ai epsf ps',
  ps: 'eps ai',
  ttf: 'otf',
  otf: 'ttf',
  ico: 'cur',
  xml: 'svg html htm xhtml xht rss atom gpx kml xsl xslt xsd plist xaml wsdl dae musicxml xlf resx csproj vcxproj opml fb2',
  sqlite: 'sqlite3 db db3 s3db gpkg mbtiles',
  glb: 'vrm',
  wasm: '',
  asar: '',
  dcm: 'dicom',
  pcap: 'pcapng cap',
  jp2: 'j2k jpf jpg2',
  j2c: 'j2k jpc',
  pgp: 'asc gpg sig',
  icc: 'icm',
  swf: '',
  stl: 'ast',
  html: 'htm xhtml xht md markdown',
  xhtml: 'html htm xht xml',
  svg: 'xml',
  json: 'map webmanifest geojson topojson ipynb har jsonld gltf yaml yml jsonl ndjson',
  tsv: 'tab csv',
  ndjson: 'jsonl json',
};

/** Text that only its name tells apart, and the names of binary formats that have no mark of their own. */
const typeOf: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  ini: 'text/plain',
  conf: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  cjs: 'text/javascript',
  ts: 'text/x-typescript',
  tsx: 'text/x-typescript',
  jsx: 'text/javascript',
  json: 'application/json',
  geojson: 'application/geo+json',
  ipynb: 'application/x-ipynb+json',
  webmanifest: 'application/manifest+json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  tab: 'text/tab-separated-values',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  gpx: 'application/gpx+xml',
  kml: 'application/vnd.google-earth.kml+xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  toml: 'application/toml',
  py: 'text/x-python',
  rb: 'text/x-ruby',
  java: 'text/x-java',
  c: 'text/x-c',
  h: 'text/x-c',
  cpp: 'text/x-c++',
  rs: 'text/x-rust',
  go: 'text/x-go',
  sh: 'application/x-sh',
  sql: 'application/sql',
  tex: 'application/x-tex',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
  vcf: 'text/vcard',
  ics: 'text/calendar',
  eml: 'message/rfc822',
  pem: 'application/x-pem-file',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msi: 'application/x-msi',
  msg: 'application/vnd.ms-outlook',
  kmz: 'application/vnd.google-earth.kmz',
  cbz: 'application/vnd.comicbook+zip',
  jar: 'application/java-archive',
  apk: 'application/vnd.android.package-archive',
  svgz: 'image/svg+xml',
  bin: 'application/octet-stream',
};

/** Lower case, without the dot; empty where the name has none. */
export function extensionOf(fileName: string): string {
  return /[^./\\]\.([a-z0-9_-]{1,12})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

export const mimeTypeOf = (extension: string): string | undefined =>
  Object.hasOwn(typeOf, extension) ? typeOf[extension] : undefined;

/** Whether content recognised as `found` goes by this ending. */
export function goesBy(found: string, extension: string): boolean {
  return found.toLowerCase() === extension || found.endsWith(`.${extension}`) || othersOf(found).includes(extension);
}

/** Whether files of this ending are text, or kept as such. */
export function isTextual(extension: string): boolean {
  const type = mimeTypeOf(extension) ?? '';
  return /^(?:text|message)\/|[/+](?:json|xml|yaml|toml|javascript|sql|x-sh|x-tex|x-subrip|x-ndjson|x-pem-file)$/.test(
    type,
  );
}

/** Every ending that is anybody's. Others claim nothing. */
export const isKnown = (extension: string): boolean =>
  Object.hasOwn(typeOf, extension) ||
  Object.keys(alsoCalled).some((found) => found === extension || othersOf(found).includes(extension));

/** The endings that content recognised as `found` may go by beside its own. */
export const othersOf = (found: string): readonly string[] =>
  Object.hasOwn(alsoCalled, found) ? (alsoCalled[found] ?? '').split(' ') : [];
