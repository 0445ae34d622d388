/** Gives a finished file to the person: through the file picker where there is one, else as a download. */

interface WritableHandle {
  createWritable(): Promise<{
    write(data: Blob): Promise<void>;
    close(): Promise<void>;
    abort(reason?: unknown): Promise<void>;
  }>;
}
interface SavePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<WritableHandle>;
}

/** Milliseconds until the address of a download is given up: the browser has opened the Blob long before. */
const lifetime = 60_000;

/**
 * Saves `file`; false when the person closed the picker. The Blob is handed over by reference: its bytes never pass through
 * the page. Must be called in a click, or the browser may refuse to ask.
 */
export async function saveFile(file: File): Promise<boolean> {
  const scope: object = globalThis;
  if (!hasPicker(scope)) return download(file);
  let handle: WritableHandle;
  try {
    handle = await scope.showSaveFilePicker({ suggestedName: file.name });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false;
    // in a frame of another origin, and after the click was used up, the picker is refused: download instead
    return download(file);
  }
  const writable = await handle.createWritable();
  try {
    await writable.write(file);
    await writable.close();
  } catch (error) {
    await writable.abort(error).catch(() => undefined);
    throw error;
  }
  return true;
}

export function download(file: File): true {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), lifetime);
  return true;
}

function hasPicker(scope: object): scope is SavePicker {
  return 'showSaveFilePicker' in scope;
}
