import * as fc from "fast-check";
import type { Incoming } from "../http-port";
import { Refusal } from "../refusal";
import { readFields } from "./request-fields";
import { propertyRuns } from "../../test/support/property-runs";

/** A request with a body; the query as in an address. */
function request(body: string | Buffer, contentType?: string, query = ""): Incoming {
  return {
    query: new URLSearchParams(query),
    headers: { ...(contentType !== undefined && { "content-type": contentType }) },
    bytes: Buffer.from(body),
  } as unknown as Incoming;
}

const fieldsOf = async (...args: Parameters<typeof request>) =>
  Object.fromEntries(await readFields(request(...args)));

const multipart = (boundary: string, fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.from(
    `${fields.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--${boundary}--\r\n`,
  );

const names = fc.stringMatching(/^[A-Za-z_][\w.-]{0,20}$/);
const values = fc.string({ unit: "grapheme", maxLength: 60 });
const fieldLists = fc.uniqueArray(fc.tuple(names, values), { maxLength: 12, selector: ([name]) => name });

test("whatever the fields are, each kind of body carries the same", async () => {
  await fc.assert(
    fc.asyncProperty(fieldLists, async (list) => {
      const wanted = Object.fromEntries(list);
      const form = new URLSearchParams(list).toString();
      const json = JSON.stringify(wanted);
      const bodies: [string | Buffer, string][] = [
        [form, "application/x-www-form-urlencoded"],
        [form, "application/x-www-form-urlencoded; charset=UTF-8"],
        [multipart("b0undary", list), "multipart/form-data; boundary=b0undary"],
        [multipart("b0undary", list), 'Multipart/Form-Data; boundary="b0undary"'],
        [json, "application/json"],
        [json, "application/json;charset=utf-8"],
        [json, "application/x-www-form-urlencoded"],
      ];
      for (const [body, type] of bodies) expect(await fieldsOf(body, type)).toEqual(wanted);
      expect(await fieldsOf("", undefined, form)).toEqual(wanted);
      expect(await fieldsOf(json, "application/json", "other=1")).toEqual({ other: "1", ...wanted });
    }),
    { numRuns: propertyRuns(150), seed: 15 },
  );
});

test("whatever bytes come, they are fields or a refusal of the client's mistake", async () => {
  const types = fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=",
    "text/plain",
    "image/png",
    ";;;",
    "",
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    fc.string().map((text) => Buffer.from(`--x\r\nContent-Disposition: form-data; name="a"\r\n${text}`)),
    fc.json().map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, types, async (body, type) => {
      const outcome = await readFields(request(body, type)).catch((error: unknown) => error);
      if (outcome instanceof Map) return;
      expect(outcome).toBeInstanceOf(Refusal);
      expect([400, 415]).toContain((outcome as Refusal).status);
    }),
    { numRuns: propertyRuns(500), seed: 15 },
  );
});

test.each([
  ["without its last boundary", '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end', "x"],
  ["that ends within a header", "--x\r\nContent-Disp", "x"],
  ["without any boundary in it", "nothing of the kind", "x"],
])("a multipart body %s is refused", async (_, body, boundary) => {
  await expect(readFields(request(body, `multipart/form-data; boundary=${boundary}`))).rejects.toMatchObject({
    status: 400,
  });
});

test("too many parameters, parts or too long a name are refused", async () => {
  const many = Array.from({ length: 201 }, (_, index) => [`f${index}`, ""] as const);
  const bodies: [string | Buffer, string][] = [
    [
      new URLSearchParams(many.map(([name, value]): [string, string] => [name, value])).toString(),
      "application/x-www-form-urlencoded",
    ],
    [multipart("x", many), "multipart/form-data; boundary=x"],
    [JSON.stringify(Object.fromEntries(many)), "application/json"],
    [`${"n".repeat(201)}=1`, "application/x-www-form-urlencoded"],
  ];
  for (const [body, type] of bodies) {
    await expect(readFields(request(body, type))).rejects.toMatchObject({ status: 400 });
  }
});

test("files are read over, null is no value, other members become text, the first of two counts", async () => {
  const file =
    '--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n' +
    '--x\r\nContent-Disposition: form-data; name="message"\r\n\r\nhello\r\n--x--\r\n';
  expect(await fieldsOf(file, "multipart/form-data; boundary=x")).toEqual({ message: "hello" });
  expect(await fieldsOf('{"a":null,"b":3,"c":true,"d":[1,{"e":"f"}]}', "application/json")).toEqual({
    b: "3",
    c: "true",
    d: '[1,{"e":"f"}]',
  });
  expect(await fieldsOf("a=1&a=2", "application/x-www-form-urlencoded", "a=0")).toEqual({ a: "1" });
  expect(await fieldsOf('{"__proto__":{"x":"y"}}', "application/json")).not.toHaveProperty("x");
});
