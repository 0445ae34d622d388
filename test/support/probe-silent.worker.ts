/** A worker that never says a word: it ends, or spins, before it could, or hears nothing, as its address asks for. */

if (location.search === '?closes') close();
while (location.search === '?spins');

export {};
