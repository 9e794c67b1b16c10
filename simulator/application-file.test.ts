import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { canonical, interpret, valuesHash, verify } from "./application-file";
import { documents, fileBytes, stack } from "./testbed/application-files";

const document = documents(
  Object.fromEntries(Object.keys(stack).map((name) => [name, { ESP: 3, default: 1, webapi: 2 }])),
).ChatServer1;
if (!document) throw new Error("no document");
const bytes = Buffer.from(fileBytes(document));

test("a complete file verifies and has its hash line's digits", () => {
  const file = verify(bytes);
  expect(file?.configHash).toBe(bytes.toString().match(/hash: (\w+)\n$/)?.[1]);
  expect(file && interpret(file.document).application.name).toBe("ChatServer1");
});

test("half a file never verifies", () => {
  for (let length = 0; length < bytes.length; length += 1)
    expect(verify(bytes.subarray(0, length))).toBeUndefined();
});

test("a changed byte never verifies", () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ change;
      expect(verify(changed)).toBeUndefined();
    }),
  );
});

test("a file of two halves, as a copy in progress can show, does not verify", () => {
  const other = Buffer.from(
    fileBytes({ ...document, options: { settings: { "transcript-auto-save": "1" } } }),
  );
  for (let at = 1; at < Math.min(bytes.length, other.length); at += 7) {
    const mixed = Buffer.concat([other.subarray(0, at), bytes.subarray(at)]);
    if (!mixed.equals(bytes) && !mixed.equals(other)) expect(verify(mixed)).toBeUndefined();
  }
});

test("the values' hash is over the document as JSON with sorted keys and no blanks", () => {
  const file = verify(bytes);
  expect(file?.document).not.toHaveProperty("hash");
  expect(canonical({ b: [1, { d: "x", c: true }], a: null })).toBe('{"a":null,"b":[1,{"c":true,"d":"x"}]}');
  const expected = createHash("sha256").update(canonical(document)).digest("hex");
  expect(file && valuesHash(file.document)).toBe(expected);
});

test("what is not an application file is refused without quoting values", () => {
  expect(() => interpret({ ...document, options: { secret: { password: 5 } } })).toThrow(
    "options/secret/password",
  );
});
