// The three networks of ../network-worlds.ts in ns-3 (3.37, from its API documentation): `network SCENARIO SIZE [checksums]`. Prints one line of
// JSON; CPU time is that of Simulator::Run alone. Buffers, segment size, queues and latencies are those of ours, so that both carry the
// same traffic. As ns-3 comes, packets hold no bytes and checksums are not computed; "checksums" switches the latter on.
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

using namespace ns3;

namespace {

const uint32_t segmentBytes = 1448;
const uint16_t port = 5001;

struct Cable {
  const char* rate;
  const char* latency;
  const char* queue;
};

const Cable direct{"1Gbps", "5ms", "1000p"};
const Cable access1ms{"1Gbps", "1ms", "1000p"};
const Cable narrow{"100Mbps", "10ms", "200p"};
const Cable wide{"1Gbps", "5ms", "1000p"};

/** User and system time of this process, in seconds. */
double CpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double PeakMegabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

class Network {
 public:
  /** Addresses are 10.n.m.0/24, counted by link. */
  void Link(Ptr<Node> a, Ptr<Node> b, const Cable& cable) {
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue(cable.rate));
    wire.SetDeviceAttribute("Mtu", UintegerValue(1500));
    wire.SetChannelAttribute("Delay", StringValue(cable.latency));
    wire.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue(cable.queue));
    NetDeviceContainer ends = wire.Install(a, b);
    const uint32_t n = m_links++;
    const std::string network = "10." + std::to_string(n / 256) + "." + std::to_string(n % 256) + ".0";
    Ipv4AddressHelper addresses;
    addresses.SetBase(network.c_str(), "255.255.255.0");
    m_address = addresses.Assign(ends).GetAddress(1);
    // No queueing discipline above the devices: the queue is the device's alone, as with us.
    TrafficControlHelper().Uninstall(ends);
  }

  /** Of the second end of the link laid last. */
  Ipv4Address LastAddress() const { return m_address; }

  /** One stream from `from` to `to`, as fast as it goes; `limit` octets, zero for no end. */
  void Stream(Ptr<Node> from, Ptr<Node> to, Ipv4Address address, uint64_t limit, double at) {
    BulkSendHelper source("ns3::TcpSocketFactory", InetSocketAddress(address, port));
    source.SetAttribute("MaxBytes", UintegerValue(limit));
    source.SetAttribute("SendSize", UintegerValue(65536));
    ApplicationContainer sender = source.Install(from);
    sender.Start(Seconds(at));
    PacketSinkHelper sink("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    ApplicationContainer receiver = sink.Install(to);
    receiver.Start(Seconds(0));
    m_senders.push_back(sender.Get(0));
    m_sinks.push_back(DynamicCast<PacketSink>(receiver.Get(0)));
  }

  uint64_t Received(size_t flow) const { return m_sinks[flow]->GetTotalRx(); }
  size_t Flows() const { return m_sinks.size(); }

  /** Notes the congestion window of the first stream, in segments, every `step` seconds. */
  void Watch(double step) {
    m_step = step;
    Simulator::Schedule(MilliSeconds(1), &Network::Listen, this);
    Simulator::Schedule(Seconds(step), &Network::Look, this);
  }

  /** Stops the run when the first stream has brought so many octets. */
  void StopAfter(uint64_t octets) {
    if (Received(0) >= octets) Simulator::Stop();
    else Simulator::Schedule(MilliSeconds(1), &Network::StopAfter, this, octets);
  }

  const std::vector<double>& Windows() const { return m_windows; }

 private:
  /** The first stream's socket is there once its application has started. */
  void Listen() {
    Ptr<Socket> socket = DynamicCast<BulkSendApplication>(m_senders[0])->GetSocket();
    if (socket) socket->TraceConnectWithoutContext("CongestionWindow", MakeCallback(&Network::OnWindow, this));
  }

  void Look() {
    m_windows.push_back(m_window / static_cast<double>(segmentBytes));
    Simulator::Schedule(Seconds(m_step), &Network::Look, this);
  }

  void OnWindow(uint32_t, uint32_t now) { m_window = now; }

  uint32_t m_links = 0;
  Ipv4Address m_address;
  std::vector<Ptr<Application>> m_senders;
  std::vector<Ptr<PacketSink>> m_sinks;
  std::vector<double> m_windows;
  double m_step = 0;
  uint32_t m_window = 0;
};

void InstallInternet(NodeContainer nodes) {
  InternetStackHelper internet;
  internet.SetIpv6StackInstall(false);
  internet.Install(nodes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "network bulk MEGABYTES | dumbbell SECONDS | pairs SECONDS [checksums]" << std::endl;
    return 2;
  }
  const std::string scenario = argv[1];
  const double size = std::atof(argv[2]);
  if (argc > 3 && std::string(argv[3]) == "checksums") GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));

  Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpNewReno"));
  const uint32_t buffer = scenario == "pairs" ? 131072 : 2097152;
  Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(segmentBytes));
  Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(buffer));
  Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(buffer));
  Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(10));
  Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(true));

  Network network;
  const double start = CpuSeconds();
  double until = size;
  if (scenario == "bulk") {
    NodeContainer nodes(2);
    InstallInternet(nodes);
    network.Link(nodes.Get(0), nodes.Get(1), direct);
    network.Stream(nodes.Get(0), nodes.Get(1), network.LastAddress(), static_cast<uint64_t>(size * 1e6), 0);
    until = 600;
  } else {
    const bool dumbbell = scenario == "dumbbell";
    const uint32_t flows = dumbbell ? 20 : 100;
    NodeContainer routers(2);
    NodeContainer left(flows);
    NodeContainer right(flows);
    InstallInternet(NodeContainer(routers, left, right));
    for (uint32_t i = 0; i < flows; i++) network.Link(routers.Get(0), left.Get(i), access1ms);
    network.Link(routers.Get(0), routers.Get(1), dumbbell ? narrow : wide);
    for (uint32_t i = 0; i < flows; i++) {
      network.Link(routers.Get(1), right.Get(i), access1ms);
      // They do not begin together: with equal paths and drop-tail queues that would be one flow twenty times.
      network.Stream(left.Get(i), right.Get(i), network.LastAddress(), 0, i * (dumbbell ? 0.01 : 0.001));
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
  }
  network.Watch(scenario == "bulk" ? 0.1 : until / 10);
  if (scenario == "bulk") network.StopAfter(static_cast<uint64_t>(size * 1e6));
  Simulator::Stop(Seconds(until));
  const double built = CpuSeconds();
  Simulator::Run();
  const double ran = CpuSeconds();

  std::cout << "{\"buildSeconds\":" << built - start << ",\"cpuSeconds\":" << ran - built
            << ",\"virtualSeconds\":" << Simulator::Now().GetSeconds() << ",\"peakMegabytes\":" << PeakMegabytes()
            << ",\"received\":[";
  for (size_t i = 0; i < network.Flows(); i++) std::cout << (i ? "," : "") << network.Received(i);
  std::cout << "],\"windows\":[";
  for (size_t i = 0; i < network.Windows().size(); i++) std::cout << (i ? "," : "") << network.Windows()[i];
  std::cout << "]}" << std::endl;
  Simulator::Destroy();
  return 0;
}
