// The demo's front page: says where the work runs, and asks before a page with unfinished work is left.
import 'tallow-elements/define/all.js';

/** The ways a pool can start its workers, in words; the names are those of `pool.place`. */
const places = {
  'worker file': 'in workers, from their own file',
  'worker text': 'in workers, from the text inside the library',
  page: 'on the page itself, because no worker could be started here',
};

export function describePlace(place) {
  return places[place] ?? 'in workers, started with the first file';
}

/** Isolation is asked for what it gives: WebKitGTK says it is isolated and still has no shared memory. */
export function describeIsolation(scope = globalThis) {
  if (!scope.crossOriginIsolated) return 'no; it works all the same';
  return typeof scope.SharedArrayBuffer === 'function' ? 'yes, with shared memory' : 'yes, without shared memory';
}

const poolElement = document.querySelector('#pool');
const encryptor = document.querySelector('#encryptor');

if (poolElement && encryptor) {
  document.querySelector('#isolated').textContent = describeIsolation();
  poolElement.addEventListener('statechange', () => {
    document.querySelector('#place').textContent = describePlace(poolElement.pool?.place);
  });
  window.addEventListener('beforeunload', (event) => {
    if (encryptor.state === 'running') event.preventDefault();
  });
}
