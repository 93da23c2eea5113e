using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.BatchAppendReq.Types.Options;
using GoogleEmpty = Google.Protobuf.WellKnownTypes.Empty;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>How an append of a batch call failed. The codes are not those of the single calls.</summary>
internal static class BatchStatus
{
    public static Status AccessDenied() => With(Code.PermissionDenied, new AccessDenied());

    public static Status StreamDeleted(string stream) => With(Code.NotFound, new StreamDeleted { StreamIdentifier = Wire.Name(stream) });

    public static Status TooLarge(int limit) => With(Code.InvalidArgument, new MaximumAppendSizeExceeded { MaxAppendSize = (uint)limit });

    public static Status BadRequest(string text) => With(Code.InvalidArgument, new BadRequest { Message = text });

    public static Status Timeout() => With(Code.DeadlineExceeded, new Adapters.EventLog.Kurrent.Protos.Timeout());

    public static Status WrongRevision(Options options, long current)
    {
        var wrong = new WrongExpectedVersion();
        if (current < 0)
        {
            wrong.CurrentNoStream = new GoogleEmpty();
        }
        else
        {
            wrong.CurrentStreamRevision = (ulong)current;
        }

        switch (options.ExpectedStreamPositionCase)
        {
            case Options.ExpectedStreamPositionOneofCase.StreamPosition:
                wrong.ExpectedStreamPosition = options.StreamPosition;
                break;
            case Options.ExpectedStreamPositionOneofCase.NoStream:
                wrong.ExpectedNoStream = new GoogleEmpty();
                break;
            case Options.ExpectedStreamPositionOneofCase.StreamExists:
                wrong.ExpectedStreamExists = new GoogleEmpty();
                break;
            default:
                wrong.ExpectedAny = new GoogleEmpty();
                break;
        }

        return With(Code.AlreadyExists, wrong);
    }

    // The text of each is the name of its details.
    private static Status With(Code code, IMessage details) => new() { Code = code, Message = details.Descriptor.Name, Details = Any.Pack(details) };
}
