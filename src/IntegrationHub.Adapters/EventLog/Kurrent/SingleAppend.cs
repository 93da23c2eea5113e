using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>One append over a call of its own, for servers that do not know <c>BatchAppend</c>.</summary>
internal static class SingleAppend
{
    /// <summary>Sends the append and waits for its answer.</summary>
    public static async Task<Attempt> SendAsync(NodeConnection node, ExactAppend append, CancellationToken ct)
    {
        var closed = false;
        try
        {
            using var call = node.Streams.Append(node.Bounded(ct));
            try
            {
                await call.RequestStream.WriteAsync(new AppendReq { Options = Options(append) }, ct);
                foreach (var added in append.Events)
                {
                    await call.RequestStream.WriteAsync(new AppendReq { ProposedMessage = Proposed(added) }, ct);
                }

                // Nothing is written before the half-close.
                closed = true;
                await call.RequestStream.CompleteAsync();
            }
            catch (Exception fault) when (fault is InvalidOperationException or IOException)
            {
                // The call has ended; its answer says why.
            }

            return Read(await call.ResponseAsync);
        }
        catch (RpcException fault)
        {
            ct.ThrowIfCancellationRequested();
            return new Failed(CallTrouble.Of(fault), MayStand: closed && !IsRefusal(fault));
        }
    }

    // What the server checks before it writes; anything else may have come after.
    private static bool IsRefusal(RpcException fault) => fault.Trailers.GetValue("exception") is not null
        || fault.StatusCode is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    private static Attempt Read(AppendResp answer)
    {
        if (answer.ResultCase is AppendResp.ResultOneofCase.Success)
        {
            return new Stands((long)answer.Success.CurrentRevision, (long)answer.Success.Position.CommitPosition);
        }

        var wrong = answer.WrongExpectedVersion;
        return new Conflict(
            wrong.CurrentRevisionOptionCase is AppendResp.Types.WrongExpectedVersion.CurrentRevisionOptionOneofCase.CurrentRevision
                ? (long)wrong.CurrentRevision : -1);
    }

    private static AppendReq.Types.Options Options(ExactAppend append)
    {
        var options = new AppendReq.Types.Options { StreamIdentifier = Wire.Stream(append.Stream) };
        if (append.Expected < 0)
        {
            options.NoStream = Wire.Empty;
        }
        else
        {
            options.Revision = (ulong)append.Expected;
        }

        return options;
    }

    private static AppendReq.Types.ProposedMessage Proposed(NewEvent added)
    {
        var proposed = new AppendReq.Types.ProposedMessage
        {
            Id = Wire.Id(added.Id),
            Data = Wire.Bytes(added.Data),
            CustomMetadata = Wire.Bytes(added.Metadata),
        };
        Wire.Describe(proposed.Metadata, added.Type);
        return proposed;
    }
}
