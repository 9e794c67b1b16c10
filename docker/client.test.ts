import { dockerSentence, jsonLine, label } from "./client";

test.each([
  [
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    /No Docker daemon/,
  ],
  ["error during connect: dial tcp 127.0.0.1:1: connect: connection refused", /No Docker daemon/],
  ...["network is unreachable", "no route to host", "i/o timeout"].map((reason): [string, RegExp] => [
    `error during connect: dial tcp 192.0.2.1:2375: connect: ${reason}`,
    /No Docker daemon/,
  ]),
  [
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    /refuses this account.*docker group/,
  ],
])("%s", (stderr, sentence) => {
  expect(dockerSentence(stderr)).toMatch(sentence);
});

test("any other error is not taken for the daemon's", () => {
  expect(dockerSentence("Error: No such container: x")).toBeUndefined();
});

test("a template asks for each label alone and has the client quote what it writes", () => {
  expect(jsonLine({ name: ".Names", stack: label("stack") })).toBe(
    '{"name":{{json .Names}},"stack":{{json (.Label "genesys-chat.stack")}}}',
  );
});
