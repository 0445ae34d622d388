/** A file of the disk, chosen in an input element as a person would. */
import { executeServerCommand } from '@web/test-runner-commands';

/** Undefined where the driver cannot choose one. Its bytes are all 1. */
export async function chosenFile(name: string, size: number): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.id = 'chosen';
  document.body.append(input);
  try {
    const path = await changeFile(name, { size, fill: 1 });
    const chosen = await executeServerCommand('choose-file', { selector: '#chosen', path });
    return chosen === true ? input.files?.[0] : undefined;
  } finally {
    input.remove();
  }
}

/** Overwrites or removes it. Resolves with its path. */
export function changeFile(
  name: string,
  change: { readonly remove: boolean } | { readonly size: number; readonly fill?: number },
): Promise<string> {
  return executeServerCommand<string, object>('disk-file', { name, ...change });
}
