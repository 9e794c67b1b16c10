import { heldPort } from "./held-port";

const reason =
  '"driver failed programming external connectivity on endpoint genesys-chat.acme.gms (ca6616): Bind for 127.0.0.1:8180 failed: port is already allocated"';

test("a port that the daemon holds is named, with what ends that", () => {
  expect(heldPort(`""\n${reason}\n`)).toMatch(
    /^The Docker daemon has 127\.0\.0\.1:8180 allocated\. .*restarted/,
  );
});

test.each(['""', '"task 1f already exists"', '"listen tcp4 127.0.0.1:8180: bind: address already in use"'])(
  "another reason for a start that failed is none of this: %s",
  (text) => {
    expect(heldPort(text)).toBeUndefined();
  },
);
