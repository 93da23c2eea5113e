using IntegrationHub.HostTests.Chats;
using IntegrationHub.HostTests.Voice;

// Tests here mostly wait for processes and the wire, so more of them run at once than there are cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
[assembly: AssemblyFixture(typeof(TwilioKit))]
[assembly: AssemblyFixture(typeof(DirectLineKit))]
