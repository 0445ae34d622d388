/** Where the servers of network-servers.mjs are: started on the first question, ended with the test server. */
import { executeServerCommand } from '@web/test-runner-commands';

export interface NetworkServers {
  /** Origin of the HTTP server; its paths are behaviours. */
  readonly http: string;
  /** Origin with a port that nobody listens at. */
  readonly refused: string;
  readonly stun: Readonly<Record<'cone1' | 'cone2' | 'symmetric' | 'error' | 'silent', string>>;
  /** coturn; null where it is not installed. */
  readonly turn: {
    readonly host: string;
    /** By TLS, with a certificate that only the tests' Chromium trusts. */
    readonly secureHost: string;
    readonly username: string;
    readonly credential: string;
  } | null;
}

export async function networkServers(): Promise<NetworkServers> {
  return executeServerCommand<NetworkServers, never>('network-servers');
}

/** How many requests to the HTTP server, as `GET /path?query`, hold `text`. */
export function requestsWith(text: string): Promise<number> {
  return executeServerCommand<number, string>('requests-with', text);
}

/** What `codeOf` of a module tells of a URL on a page of its own: before that is off line, while it is, and after. */
export function codesAround(module: string, place: string, url: string): Promise<readonly string[]> {
  return executeServerCommand<readonly string[], Record<string, string>>('codes-around', { module, place, url });
}
