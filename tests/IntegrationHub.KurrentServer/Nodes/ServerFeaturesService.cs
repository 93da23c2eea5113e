using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.ServerFeatures;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>What this server can do; clients ask before anything else.</summary>
internal sealed class ServerFeaturesService(Node node) : ServerFeatures.ServerFeaturesBase
{
    private const string Client = "event_store.client.";
    private const string StreamsName = Client + "streams.streams";
    private const string GroupsName = Client + "persistent_subscriptions.persistentsubscriptions";

    private static readonly string[] s_groupMethods =
        ["create", "update", "delete", "read", "getinfo", "replayparked", "list", "restartsubsystem"];

    public override Task<SupportedMethods> GetSupportedMethods(Empty request, ServerCallContext context)
    {
        var supported = new SupportedMethods { EventStoreServerVersion = "23.10.6" };
        supported.Methods.Add(s_groupMethods.Select(name => Method(GroupsName, name, "stream", "all")));
        supported.Methods.Add(Method(StreamsName, "read", "position", "events"));
        supported.Methods.Add(((string[])["append", "delete", "tombstone"]).Select(name => Method(StreamsName, name)));
        if (node.Cluster.Settings.OffersBatchAppend)
        {
            supported.Methods.Add(Method(StreamsName, "batchappend", "deadline_duration"));
        }

        supported.Methods.Add(Method(Client + "gossip.gossip", "read"));
        supported.Methods.Add(Method(Client + "server_features.serverfeatures", "getsupportedmethods"));
        return Task.FromResult(supported);
    }

    private static SupportedMethod Method(string service, string name, params string[] features) =>
        new() { ServiceName = service, MethodName = name, Features = { features } };
}
