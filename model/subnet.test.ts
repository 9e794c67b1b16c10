import { gatewayOf } from "./subnet";

test.each([
  ["10.213.0.0/24", "10.213.0.1"],
  ["10.213.0.64/26", "10.213.0.65"],
  ["192.168.255.252/30", "192.168.255.253"],
  ["no subnet", undefined],
])("the gateway of %s is %s", (subnet, gateway) => {
  expect(gatewayOf(subnet)).toBe(gateway);
});
