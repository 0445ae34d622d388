/** `Symbol.dispose`, or what stands in for it where an engine has none: `using` needs the former, everything else neither. */

export const dispose: typeof Symbol.dispose = disposeSymbol();

function disposeSymbol(): typeof Symbol.dispose {
  const { dispose: own = Symbol.for('Symbol.dispose') } = Symbol as Partial<Pick<typeof Symbol, 'dispose'>>;
  return own as typeof Symbol.dispose;
}
