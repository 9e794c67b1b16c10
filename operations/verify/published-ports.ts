import { get } from "node:http";
import { connect } from "node:net";
import { hostAddress } from "../../render";
import { isSimulated, type Declared } from "./declared";
import type { PublishedFact } from "./facts";

/** Milliseconds that an answer may take. */
const limitMs = 2500;

/** Every port that is published, asked from this machine. */
export function publishedPorts({ applications }: Declared): Promise<PublishedFact[]> {
  const published = applications.flatMap(({ application }) =>
    application.ports.flatMap(({ id, publish, address, protocol }) =>
      publish === undefined
        ? []
        : [
            {
              application,
              portId: id,
              address,
              port: publish,
              http: isSimulated(application) || protocol === "http",
            },
          ],
    ),
  );
  return Promise.all(
    published.map(async ({ application, portId, address, port, http }) => {
      const host = hostAddress(address);
      const reason = await (http ? answers(host, port) : takes(host, port));
      return {
        application: application.name,
        portId,
        address,
        port,
        ...(reason !== undefined && { reason }),
      };
    }),
  );
}

/** Why no HTTP answer came, of whatever status; undefined where one did. Docker's own listener takes a connection for anybody. */
function answers(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: "/", agent: false });
    const timer = setTimeout(() => request.destroy(new Error(tooLate)), limitMs);
    request.on("response", (response) => {
      clearTimeout(timer);
      response.destroy();
      resolve(undefined);
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(error.code ?? error.message);
    });
  });
}

function takes(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reason?: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => end(tooLate), limitMs);
    socket.on("connect", () => end());
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

const tooLate = `no answer within ${limitMs / 1000} s`;
