/** Gives finished files to the person: through a picker where there is one, else as downloads. */
import { Downloads } from './downloads.js';
import { writeInto, writeTo, type PickedFile, type PickedFolder } from './picked.js';

/** `closed`: nothing was saved, since the person closed the dialog. */
export type Saved = 'written' | 'downloaded' | 'closed';

interface FilePicker {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<PickedFile>;
}
interface FolderPicker {
  showDirectoryPicker(options: { readonly mode: 'readwrite' }): Promise<PickedFolder>;
}

/** Of all elements: the browser counts those of the page. */
const downloads = new Downloads();

/**
 * Saves one file under a name, and several in a folder, that the person chooses: one click opens one dialog. Must be called in a
 * click, or the browser may refuse to ask. `report` is told how many stand in a folder by now.
 */
export async function saveFiles(
  files: readonly File[],
  report: (written: number) => void = () => undefined,
): Promise<Saved> {
  const scope: object = globalThis;
  const [only, another] = files;
  if (only && !another && hasFilePicker(scope)) {
    const answer = await ask(() => scope.showSaveFilePicker({ suggestedName: only.name }));
    if (answer === 'closed') return answer;
    if (answer) return writeTo(answer, only).then(() => 'written');
  } else if (another && hasFolderPicker(scope)) {
    const answer = await ask(() => scope.showDirectoryPicker({ mode: 'readwrite' }));
    if (answer === 'closed') return answer;
    if (answer) return writeInto(answer, files, report).then(() => 'written');
  }
  await downloads.start(files);
  return 'downloaded';
}

/** Null where there is no asking: in a frame of another origin, and when the click is used up. */
async function ask<Picked>(show: () => Promise<Picked>): Promise<Picked | 'closed' | null> {
  try {
    return await show();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    // not allowed while another dialog is open: that is the one to be answered
    if (name === 'AbortError' || name === 'NotAllowedError') return 'closed';
    if (name === 'SecurityError') return null;
    throw error;
  }
}

function hasFilePicker(scope: object): scope is FilePicker {
  return 'showSaveFilePicker' in scope;
}
function hasFolderPicker(scope: object): scope is FolderPicker {
  return 'showDirectoryPicker' in scope;
}
