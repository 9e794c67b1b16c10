import type { IncomingHttpHeaders } from "node:http";
import type { Configuration } from "../configuration";
import type { Presentation } from "../http-port";
import type { Refusal } from "../refusal";
import { challenge } from "./authentication";

/** Class of an error that the API's documents give none for: the product's general one. */
const generalException = "com.genesyslab.gsg.GSGException";

/** An origin as browsers send it; anything else is not repeated in a header. */
const origin = /^[\x21-\x7e]{1,300}$/;

/**
 * The form of GMS's answers: errors as `{exception, message}` with the failed `hop` beside them, nothing cached, and
 * browsers of every origin let in, since an app's pages are served from elsewhere. A refusal's detail `exception` names
 * another class.
 */
export function gmsPresentation(configuration: Configuration): Presentation {
  return {
    headers: (request) => ({
      "cache-control": "no-cache, no-store",
      pragma: "no-cache",
      ...crossOrigin(request),
    }),
    error: ({ message, hop, detail }) => ({
      exception: typeof detail.exception === "string" ? detail.exception : generalException,
      message,
      ...(hop !== undefined && { hop }),
    }),
    errorHeaders: ({ status }: Refusal): Record<string, string> =>
      status === 401 ? { "www-authenticate": challenge(configuration) } : {},
  };
}

function crossOrigin({ origin: from }: IncomingHttpHeaders): Record<string, string> {
  if (from === undefined || !origin.test(from)) return { vary: "Origin" };
  return {
    vary: "Origin",
    "access-control-allow-origin": from,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "Content-Type, gms_user, Authorization, X-Requested-With",
    "access-control-max-age": "600",
  };
}
