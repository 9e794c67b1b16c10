import { backupName, hostName } from "./names";
import { nearest } from "./nearest";
import { compareReleases } from "./release";
import { overlap, parseSubnet, room } from "./subnet";

test.each([
  ["conections", ["connections", "options"], "connections"],
  ["Webapi", ["webapi", "default"], "webapi"],
  ["esp", ["ESP", "default"], "ESP"],
  ["ChatSevrer1", ["ChatServer1", "ChatServer2"], "ChatServer1"],
  ["x", ["y", "z"], undefined],
  ["Chat In", ["default"], undefined],
  ["", ["a"], undefined],
  ["x".repeat(101), ["x".repeat(100)], undefined],
])("of %j in %j is meant %j", (name, known, meant) => expect(nearest(name, known)).toBe(meant));

test.each([
  ["8.1.100.28", "8.1.100.14", 1],
  ["8.1.000.20", "8.1.0.20", 0],
  ["8.1.2", "8.1.100.28", 1],
  ["8.1.1", "8.1.100", 0],
  ["8.5.109.05", "8.5.109.5", 0],
  ["8.1.100", "8.1.100.14", -1],
  ["8.1.000.19", "8.1.000.20", -1],
])("%s against %s is %d", (left, right, sign) => {
  expect(Math.sign(compareReleases(left, right))).toBe(sign);
  expect(Math.sign(compareReleases(right, left))).toBe(sign === 0 ? 0 : -sign);
});

test.each([
  ["10.213.0.0/24", 253],
  ["10.213.0.0/29", 5],
  ["0.0.0.0/0", 4294967293],
  ["10.213.0.1/24", undefined],
  ["10.213.0.0", undefined],
  ["10.213.0.0/33", undefined],
  ["10.213.0.0/024", undefined],
  ["010.213.0.0/24", undefined],
  ["256.0.0.0/24", undefined],
  ["fd00::/64", undefined],
])("the network %s has room for %p", (text, expected) => {
  const subnet = parseSubnet(text);
  expect(subnet && room(subnet)).toBe(expected);
});

test.each([
  ["10.213.0.0/24", "10.213.1.0/24", false],
  ["10.213.0.0/24", "10.213.0.128/25", true],
  ["10.0.0.0/8", "10.213.0.0/24", true],
])("%s and %s overlap: %p", (left, right, expected) => {
  expect(overlap(parseSubnet(left)!, parseSubnet(right)!)).toBe(expected);
  expect(overlap(parseSubnet(right)!, parseSubnet(left)!)).toBe(expected);
});

test("names are made of names", () => {
  expect(backupName("ChatServer1")).toBe("ChatServer1_B");
  expect(hostName("Chat_Server.1 B")).toBe("chat-server-1-b");
});
