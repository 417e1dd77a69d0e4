// The network of `hopsPerSecond` in ns-3: pairs of hosts on two routers, an echo of 172 bytes every 20 ms in both
// directions. Prints the packets that devices received in a second of real time.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <vector>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

namespace {

constexpr uint16_t kEchoPort = 9;
constexpr uint32_t kPayload = 172;
constexpr uint32_t kPace_ms = 20;

uint64_t received = 0;
void Received(ns3::Ptr<const ns3::Packet>) { ++received; }

}  // namespace

int main(int argc, char** argv) {
  using namespace ns3;
  uint32_t pairs = 50;
  double seconds = 20;
  CommandLine options;
  options.AddValue("pairs", "hosts on each side", pairs);
  options.AddValue("seconds", "simulated time", seconds);
  options.Parse(argc, argv);

  NodeContainer routers, clients, servers;
  routers.Create(2);
  clients.Create(pairs);
  servers.Create(pairs);
  InternetStackHelper stack;
  for (const auto& nodes : {routers, clients, servers}) stack.Install(nodes);

  PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
  link.SetChannelAttribute("Delay", StringValue("5ms"));
  Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
  addresses.Assign(link.Install(routers));
  std::vector<Ipv4Address> echoes;
  for (uint32_t i = 0; i < pairs; ++i) {
    addresses.NewNetwork();
    addresses.Assign(link.Install(clients.Get(i), routers.Get(0)));
    addresses.NewNetwork();
    echoes.push_back(addresses.Assign(link.Install(servers.Get(i), routers.Get(1))).GetAddress(0));
  }
  Ipv4GlobalRoutingHelper::PopulateRoutingTables();

  UdpEchoServerHelper server(kEchoPort);
  server.Install(servers).Start(Seconds(0));
  for (uint32_t i = 0; i < pairs; ++i) {
    UdpEchoClientHelper client(echoes[i], kEchoPort);
    client.SetAttribute("MaxPackets", UintegerValue(UINT32_MAX));
    client.SetAttribute("Interval", TimeValue(MilliSeconds(kPace_ms)));
    client.SetAttribute("PacketSize", UintegerValue(kPayload));
    client.Install(clients.Get(i)).Start(MicroSeconds(1000 + 37 * i));
  }
  Config::ConnectWithoutContext("/NodeList/*/DeviceList/*/$ns3::PointToPointNetDevice/MacRx",
                                MakeCallback(&Received));

  Simulator::Stop(Seconds(seconds));
  const auto begin = std::chrono::steady_clock::now();
  Simulator::Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cout << received / took.count() << std::endl;
}
