/** The version of this package, for the message that tells two loaded copies apart; a test holds it to package.json. */
export const version = '0.1.0';
