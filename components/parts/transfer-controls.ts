/** What the buttons of a transfer and the commands of an invoker do. The cancel button asks first: who hears `cancel` may prevent it. */

export interface Controlled extends EventTarget {
  abort(): void;
  pause(): void;
  resume(): void;
  reset(): void;
}

/** Hears the clicks in the slots of `root`: buttons of the page's own stand there too. */
export function hearButtons(element: Controlled, root: Node): void {
  root.addEventListener('click', (event) => {
    const slot = event.composedPath().find((node) => node instanceof HTMLSlotElement && node.getRootNode() === root);
    const name = slot instanceof HTMLSlotElement ? slot.name : '';
    if (name === 'cancel') cancel(element);
    else if (name === 'pause') element.pause();
    else if (name === 'resume') element.resume();
  });
}

/** Hears `<button commandfor command="--abort">`, and `--pause`, `--resume`, `--reset`. */
export function hearCommands(element: Controlled): void {
  element.addEventListener('command', (event) => {
    const command = 'command' in event ? event.command : '';
    if (command === '--abort') element.abort();
    else if (command === '--pause') element.pause();
    else if (command === '--resume') element.resume();
    else if (command === '--reset') element.reset();
  });
}

function cancel(element: Controlled): void {
  if (element.dispatchEvent(new Event('cancel', { cancelable: true }))) element.abort();
}
