using Google.Protobuf.WellKnownTypes;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.Core.EventLog;
using Endless = System.Threading.Timeout;
using Status = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc.Status;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Appends to and from the messages of <c>BatchAppend</c>.</summary>
internal static class BatchMessages
{
    // As the official clients split; a message may hold more, but a large one holds up those behind it.
    private const int MessageBytes = 3 * 1024 * 1024;

    /// <summary>The requests of one append: options on the first, <c>is_final</c> on the last.</summary>
    public static IReadOnlyList<BatchAppendReq> Requests(long correlation, ExactAppend append, TimeSpan deadline)
    {
        var options = new BatchAppendReq.Types.Options { StreamIdentifier = Wire.Stream(append.Stream) };
        if (append.Expected < 0)
        {
            options.NoStream = Wire.GoogleEmpty;
        }
        else
        {
            options.StreamPosition = (ulong)append.Expected;
        }

        if (deadline != Endless.InfiniteTimeSpan)
        {
            options.Deadline = Duration.FromTimeSpan(deadline);
        }

        List<BatchAppendReq> requests = [new() { CorrelationId = Wire.Id(0, correlation), Options = options }];
        var bytes = 0;
        foreach (var added in append.Events)
        {
            var size = added.Data.Length + added.Metadata.Length;
            if (bytes > 0 && bytes + size > MessageBytes)
            {
                requests.Add(new BatchAppendReq { CorrelationId = requests[0].CorrelationId });
                bytes = 0;
            }

            requests[^1].ProposedMessages.Add(Proposed(added));
            bytes += size;
        }

        requests[^1].IsFinal = true;
        return requests;
    }

    /// <summary>The append that an answer belongs to.</summary>
    public static long Correlation(BatchAppendResp answer) => answer.CorrelationId?.Structured?.LeastSignificantBits ?? 0;

    /// <summary>What an answer means.</summary>
    public static Attempt Read(string stream, BatchAppendResp answer) => answer.ResultCase is BatchAppendResp.ResultOneofCase.Success
        ? new Stands((long)answer.Success.CurrentRevision, (long)answer.Success.Position.CommitPosition)
        : ReadError(stream, answer.Error ?? new Status());

    private static Attempt ReadError(string stream, Status error)
    {
        var details = error.Details ?? new Any();
        if (details.TryUnpack<WrongExpectedVersion>(out var wrong))
        {
            return new Conflict(
                wrong.CurrentStreamRevisionOptionCase is WrongExpectedVersion.CurrentStreamRevisionOptionOneofCase.CurrentStreamRevision
                    ? (long)wrong.CurrentStreamRevision : -1);
        }

        if (details.TryUnpack<MaximumAppendSizeExceeded>(out var append))
        {
            return Never(Faults.TooLarge(append.MaxAppendSize.ToString(System.Globalization.CultureInfo.InvariantCulture), inner: null));
        }

        if (details.TryUnpack<MaximumAppendEventSizeExceeded>(out var one))
        {
            return Never(Faults.TooLarge(one.MaxAppendEventSize.ToString(System.Globalization.CultureInfo.InvariantCulture), inner: null));
        }

        return error.Code switch
        {
            _ when details.Is(StreamDeleted.Descriptor) => Never(Faults.Deleted(stream, inner: null)),
            Code.PermissionDenied => Never(Faults.Denied(inner: null)),
            Code.DeadlineExceeded => new Failed(new CallTrouble(Remedy.Wait, Faults.Late(Said(error))), MayStand: true),
            // Sent before anything is written: the node is starting, stopping, or has too much to do.
            Code.Internal when error.Message.Contains("Busy", StringComparison.OrdinalIgnoreCase) =>
                new Failed(new CallTrouble(Remedy.Wait, Faults.Busy(Said(error))), MayStand: false),
            Code.Internal when error.Message.Contains("Not Ready", StringComparison.OrdinalIgnoreCase) =>
                new Failed(new CallTrouble(Remedy.FindNode, Faults.NoLeader(Said(error))), MayStand: false),
            Code.InvalidArgument or Code.FailedPrecondition => Never(Faults.Refused(Text(error, details), inner: null)),
            _ => new Failed(new CallTrouble(Remedy.FindNode, Faults.Unreachable(Said(error))), MayStand: true),
        };
    }

    private static Failed Never(Exception fault) => new(new CallTrouble(Remedy.GiveUp, fault), MayStand: false);

    private static string Text(Status error, Any details) =>
        details.TryUnpack<BadRequest>(out var bad) && bad.Message.Length > 0 ? bad.Message : error.Message;

    private static InvalidOperationException Said(Status error) => new($"{error.Code}: {error.Message}");

    private static BatchAppendReq.Types.ProposedMessage Proposed(NewEvent added)
    {
        var proposed = new BatchAppendReq.Types.ProposedMessage
        {
            Id = Wire.Id(added.Id),
            Data = Wire.Bytes(added.Data),
            CustomMetadata = Wire.Bytes(added.Metadata),
        };
        Wire.Describe(proposed.Metadata, added.Type);
        return proposed;
    }
}
