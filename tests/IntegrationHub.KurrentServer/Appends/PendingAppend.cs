using Google.Protobuf.Collections;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using GoogleEmpty = Google.Protobuf.WellKnownTypes.Empty;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>One append of a batch call until its last part has come.</summary>
internal sealed class PendingAppend : IDisposable
{
    private readonly UUID _id;
    private readonly List<Proposed> _events = [];
    private ITimer? _timer;
    private long _size;

    public PendingAppend(Guid correlation, BatchAppendReq request, ServerSettings settings)
    {
        (_id, Correlation, Options) = (request.CorrelationId, correlation, request.Options);
        Stream = Wire.Name(Options.StreamIdentifier);
        Patience = Remaining(settings);
    }

    public Guid Correlation { get; }

    public BatchAppendReq.Types.Options Options { get; }

    public string Stream { get; }

    public IReadOnlyList<Proposed> Events => _events;

    public ExpectedRevision Expected => Options.ExpectedStreamPositionCase switch
    {
        BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase.StreamPosition => new ExpectedRevision((long)Options.StreamPosition),
        BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase.NoStream => ExpectedRevision.NoStream,
        BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase.StreamExists => ExpectedRevision.StreamExists,
        _ => ExpectedRevision.Any,
    };

    private TimeSpan Patience { get; }

    public void EndsAfter(ServerSettings settings, Action end) =>
        _timer = Patience > TimeSpan.Zero ? settings.Clock.CreateTimer(_ => end(), null, Patience, System.Threading.Timeout.InfiniteTimeSpan) : null;

    /// <summary>Takes in a part; an answer when the append fails by it.</summary>
    public BatchAppendResp? Add(RepeatedField<BatchAppendReq.Types.ProposedMessage> messages, int limit, bool isAllowed)
    {
        if (!isAllowed)
        {
            return Failed(BatchStatus.AccessDenied());
        }

        if (Patience <= TimeSpan.Zero)
        {
            return Failed(BatchStatus.Timeout());
        }

        foreach (var message in messages)
        {
            if (!message.Metadata.ContainsKey("type") || !message.Metadata.ContainsKey("content-type"))
            {
                return Failed(BatchStatus.BadRequest("The given key was not present in the dictionary."));
            }

            _size += message.Data.Length;
            if (_size > limit)
            {
                return Failed(BatchStatus.TooLarge(limit));
            }

            try
            {
                _events.Add(Wire.Event(message.Id, message.Metadata, message.Data, message.CustomMetadata));
            }
            catch (FormatException fault)
            {
                return Failed(BatchStatus.BadRequest(fault.Message));
            }
        }

        return null;
    }

    public BatchAppendResp Failed(Adapters.EventLog.Kurrent.Protos.Rpc.Status status)
    {
        var answer = Answer();
        answer.Error = status;
        return answer;
    }

    public BatchAppendResp Succeeded(WriteResult.Written written)
    {
        var position = (ulong)written.Position;
        var success = new BatchAppendResp.Types.Success { Position = new AllStreamPosition { CommitPosition = position, PreparePosition = position } };
        if (written.Revision < 0)
        {
            success.NoStream = new GoogleEmpty();
        }
        else
        {
            success.CurrentRevision = (ulong)written.Revision;
        }

        var answer = Answer();
        answer.Success = success;
        return answer;
    }

    public void Dispose() => _timer?.Dispose();

    // The id goes back in the form it came in.
    private BatchAppendResp Answer() => new() { CorrelationId = _id, StreamIdentifier = Options.StreamIdentifier };

    private TimeSpan Remaining(ServerSettings settings)
    {
        var asked = Options.DeadlineOptionCase switch
        {
            BatchAppendReq.Types.Options.DeadlineOptionOneofCase.Deadline => Options.Deadline.ToTimeSpan(),
            BatchAppendReq.Types.Options.DeadlineOptionOneofCase.Deadline21100 => Options.Deadline21100.ToDateTimeOffset() - settings.Clock.GetUtcNow(),
            _ => settings.WriteTimeout,
        };
        return asked < settings.WriteTimeout ? asked : settings.WriteTimeout;
    }
}
