using System.Runtime.CompilerServices;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.Core.EventLog;
using Nacked = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Nack.Types.Action;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>A consumer group over the whole log: the database keeps its place and gives each event to one consumer. Thread-safe.</summary>
/// <remarks>
/// Each event comes at least once, a stream's events in order as long as none is tried again. Only the leader serves groups.
/// The account needs the group <c>$ops</c> or <c>$admins</c> to make one.
/// </remarks>
public sealed class PersistentSubscription
{
    private readonly Nodes _nodes;
    private readonly UnaryCalls _calls;
    private readonly TimeProvider _clock;
    private readonly KurrentSeams _seams;
    private readonly GroupSettings _settings;

    internal PersistentSubscription(
        string name, GroupSettings settings, Nodes nodes, UnaryCalls calls, TimeProvider clock, KurrentSeams seams) =>
        (Name, _settings, _nodes, _calls, _clock, _seams) = (name, settings, nodes, calls, clock, seams);

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>Makes the group unless it is there.</summary>
    /// <exception cref="EventLogException">The database refuses the settings, or cannot be reached.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        try
        {
            await _calls.CallAsync((node, options) => node.Groups.CreateAsync(GroupRequests.Create(Name, _settings), options), ct);
        }
        catch (EventLogException fault) when (Is(fault, "persistent-subscription-exists"))
        {
            // As wanted; its settings are what they were when it was made.
        }
    }

    /// <summary>Takes part as one consumer; the group is made when it is not there. Ends only by cancellation.</summary>
    /// <remarks>A lost connection is made again; what was in hand then comes again.</remarks>
    /// <exception cref="EventLogException">The database refuses; <c>busy</c> when the group has all the consumers it may have.</exception>
    public async IAsyncEnumerable<Delivery> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await EnsureAsync(ct);
        var patience = new Patience(_clock, _seams, endless: true);
        while (true)
        {
            var (call, node, trouble) = await OpenAsync(ct);
            try
            {
                while (call is not null)
                {
                    (var delivery, trouble) = await NextAsync(call, ct);
                    if (delivery is null)
                    {
                        break;
                    }

                    patience.Renew();
                    yield return delivery;
                }
            }
            finally
            {
                await (call?.DisposeAsync() ?? default);
            }

            await RecoverAsync(node, trouble!, ct);
            await patience.PauseAsync(ct);
        }
    }

    /// <summary>Gives out again what is parked.</summary>
    public Task ReplayParkedAsync(CancellationToken ct) =>
        _calls.CallAsync((node, options) => node.Groups.ReplayParkedAsync(GroupRequests.Replay(Name), options), ct);

    /// <summary>How the group is getting on.</summary>
    public async Task<GroupInfo> InfoAsync(CancellationToken ct)
    {
        var answer = await _calls.CallAsync((node, options) => node.Groups.GetInfoAsync(GroupRequests.Info(Name), options), ct);
        var info = answer.SubscriptionInfo;
        return new GroupInfo(info.Status, info.Connections.Count, info.ParkedMessageCount, info.TotalInFlightMessages, info.TotalItems);
    }

    /// <summary>Ends the group and forgets its place; nothing happens when it is not there.</summary>
    public async Task DeleteAsync(CancellationToken ct)
    {
        try
        {
            await _calls.CallAsync((node, options) => node.Groups.DeleteAsync(GroupRequests.Delete(Name), options), ct);
        }
        catch (EventLogException fault) when (Is(fault, "persistent-subscription-does-not-exist"))
        {
            // As wanted.
        }
    }

    private async Task<(GroupCall? Call, NodeConnection? Node, CallTrouble? Trouble)> OpenAsync(CancellationToken ct)
    {
        NodeConnection? node = null;
        GroupCall? call = null;
        try
        {
            node = await _nodes.GetAsync(ct);
            call = new GroupCall(node.Groups.Read(node.Options(CancellationToken.None)), _clock);
            await call.BeginAsync(Name, _settings.InHand, ct);
            return (call, node, null);
        }
        catch (Exception fault) when (IsOfTheCall(fault))
        {
            await (call?.DisposeAsync() ?? default);
            ct.ThrowIfCancellationRequested();
            return (null, node, CallTrouble.Of(fault));
        }
    }

    private static async Task<(Delivery? Delivery, CallTrouble? Trouble)> NextAsync(GroupCall call, CancellationToken ct)
    {
        try
        {
            while (await call.NextAsync(ct) is { } message)
            {
                if (message.ContentCase is ReadResp.ContentOneofCase.Event && await DeliveryAsync(call, message.Event, ct) is { } delivery)
                {
                    return (delivery, null);
                }
            }

            return (null, new CallTrouble(Remedy.FindNode, Faults.Unreachable(new IOException("The node ended the call."))));
        }
        catch (Exception fault) when (IsOfTheCall(fault))
        {
            ct.ThrowIfCancellationRequested();
            return (null, CallTrouble.Of(fault));
        }
    }

    /// <summary>What came down, as the hub sees it; null for what is none of its business, and that is answered here.</summary>
    private static async Task<Delivery?> DeliveryAsync(GroupCall call, ReadResp.Types.ReadEvent read, CancellationToken ct)
    {
        // The answer goes to what the group gave out: to the link, when a parked event comes again.
        var id = (read.Link ?? read.Event).Id;
        if (read.Event is not { } recorded || Wire.TypeOf(recorded.Metadata).StartsWith('$'))
        {
            await call.NackAsync(id, Nacked.Skip, "not an event of the hub", ct);
            return null;
        }

        var at = new LogPosition((long)recorded.CommitPosition);
        return new Delivery(call, id, new RecordedEvent(
            recorded.StreamIdentifier.StreamName.ToStringUtf8(), (long)recorded.StreamRevision, at, Wire.Id(recorded.Id),
            Wire.TypeOf(recorded.Metadata), recorded.Data.Memory, recorded.CustomMetadata.Memory,
            Wire.CreatedOf(recorded.Metadata)), read.RetryCount);
    }

    private async Task RecoverAsync(NodeConnection? node, CallTrouble trouble, CancellationToken ct)
    {
        _nodes.Report(node, trouble);
        if (Is(trouble.Fault, "persistent-subscription-does-not-exist"))
        {
            await EnsureAsync(ct); // Somebody deleted it while nobody was connected.
        }
        else if (trouble.IsFinal)
        {
            throw trouble.Fault;
        }
    }

    private static bool Is(Exception fault, string name) => (fault.InnerException as RpcException)?.Trailers.GetValue("exception") == name;

    private static bool IsOfTheCall(Exception fault) =>
        fault is RpcException or EventLogException or InvalidOperationException or IOException or OperationCanceledException;
}
