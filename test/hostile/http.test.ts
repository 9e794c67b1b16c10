import { connect } from "node:net";
import { Customer } from "../../simulator/testbed/customer";
import { Testbed } from "../../simulator/testbed/testbed";

/* Requests that no customer's app sends, to the simulated processes: each is refused, and customers notice nothing. */
jest.setTimeout(60_000);

const onePair = ["GMS", "WebAPI", "ChatServer1", "ChatServer1_B", "InteractionServer", "ContactServer"];
let stack: Testbed;
let customer: Customer;

beforeAll(async () => {
  stack = await Testbed.start(undefined, onePair);
  customer = await Customer.begin(stack.url("GMS"));
});

afterAll(() => stack?.stop());

/** Sends bytes as they are, and reads what is answered until the process closes or says no more. */
function ask(application: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(stack.url(application));
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes, "latin1"));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on("data", (part) => (answer += part.toString("latin1")));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(answer));
  });
}

const request = (line: string, headers: readonly string[] = [], body = "") =>
  [
    `${line} HTTP/1.1`,
    "Host: x",
    "Connection: close",
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");

const form = ["Content-Type: application/x-www-form-urlencoded"];
const chat = "/genesys/1/service/request-chat-poll";

const rows: readonly (readonly [title: string, bytes: string])[] = [
  ["no HTTP", "hello\r\n\r\n"],
  ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ["another protocol's version", "GET / HTTP/9.9\r\n\r\n"],
  ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ["a blank in a header's name", "GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n"],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["a length that is no number", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"],
  ["a length below nothing", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
  ["a chunk that is none", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
  ["headers of 100 KB", request("GET /", [`A: ${"x".repeat(100_000)}`])],
  ["a path of 100 KB", request(`GET /${"x".repeat(100_000)}`)],
  ["an unknown path", request("GET /nothing")],
  ["a path out of the root", request("GET /../../etc/passwd")],
  ["an encoded path out of the root", request("GET /%2e%2e/%2e%2e/etc/passwd")],
  ["a property of objects", request("GET /__proto__")],
  ["a method of objects", request("GET /constructor")],
  ["an unknown method", request("BREW /genesys")],
  ["DELETE", request(`DELETE ${chat}`)],
  ["PUT", request(`PUT ${chat}`, form, "a=b")],
  ["an unknown service", request("POST /genesys/1/service/absent", form, "_verbose=true")],
  ["a service called __proto__", request("POST /genesys/1/service/__proto__", form, "_verbose=true")],
  [
    "an unknown chat",
    request(`POST ${chat.replace("request-chat-poll", "absent")}/ixn/chat`, form, "subject=x"),
  ],
  [
    "a chat's id with slashes",
    request("POST /genesys/1/service/..%2F..%2Fx/ixn/chat/send", form, "message=x"),
  ],
  ["an unknown action", request("POST /genesys/1/service/x/ixn/chat/explode", form, "message=x")],
];

test.each(rows)("GMS: %s", async (_, bytes) => {
  const answer = await ask("GMS", bytes);
  // Node.js closes a connection that speaks something else; what it answers is a refusal.
  expect(answer).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/);
  expect(answer).not.toMatch(/\s+at .+:\d+:\d+|node:internal|Error:/);
});

test("the customer who chatted all the while has lost nothing", async () => {
  await customer.say("still here");
  const { transcriptToShow } = await customer.refresh();
  expect(transcriptToShow.map(([, , text]) => text)).toContain("still here");
});
