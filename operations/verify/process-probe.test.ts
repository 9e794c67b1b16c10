import { twoPairs } from "../../model/fixtures/pairs";
import { healthy } from "../../test/support/situations";
import { query } from "../../docker/command";
import { probe } from "./process-probe";

jest.mock("../../docker/command", () => ({ query: jest.fn() }));

test("a simulator is asked for its status at the present port, and at that of the last release", async () => {
  const status = { role: "active", inForce: "x" };
  const stdout = Buffer.from(JSON.stringify({ status: JSON.stringify(status), reasons: [] }));
  jest.mocked(query).mockResolvedValue({ code: 137, stdout, stderr: "" });
  const { declared } = healthy(twoPairs());
  const subject = declared.applications.find(({ application }) => application.name === "ChatServer1")!;
  const plan = { simulatorImage: "simulator", withLinks: false };
  expect((await probe(declared, subject, plan)).status).toEqual(status);
  const [words] = jest.mocked(query).mock.calls[0]!;
  expect(JSON.parse(words.at(-1)!)).toMatchObject({ statusPorts: [4999, 4801] });
});
