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
          ? // 0.0.0.0 is every address of the host; from the host itself the loopback one is sure to answer.
            [{ name, url: `http://${address === "0.0.0.0" ? "127.0.0.1" : address}:${publish}/genesys` }]
          : [],
      ),
    );
}
