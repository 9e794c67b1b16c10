import type { Deployment } from "../model/deployment";

/** A GMS as customers' apps reach it. */
export interface GmsUrl {
  readonly name: string;
  /** Such as `http://127.0.0.1:8080/genesys`. */
  readonly url: string;
}

/** Every GMS whose default port is published, in the order of their names. */
export function gmsUrls(deployment: Deployment): GmsUrl[] {
  return deployment.applications
    .filter(({ type }) => type === "GenesysMobileServices")
    .flatMap(({ name, ports }) =>
      ports.flatMap(({ id, publish, address }) =>
        id === "default" && publish !== undefined
          ? [{ name, url: `http://${hostAddress(address)}:${publish}/genesys` }]
          : [],
      ),
    );
}

/** How the host itself reaches what it publishes on an address: 0.0.0.0 is every one, and the loopback one is sure to answer. */
export function hostAddress(address: string): string {
  return address === "0.0.0.0" ? "127.0.0.1" : address;
}
