using System.Globalization;
using System.Text;
using Grpc.Core;

namespace IntegrationHub.KurrentServer;

/// <summary>Every way in which a call fails, with status, text and trailers as a real node sends them.</summary>
internal static class Refusals
{
    /// <summary>What becomes of an exception nobody foresaw.</summary>
    public static RpcException Unforeseen() => new(new Status(StatusCode.Unknown, "Exception was thrown by handler."));

    public static RpcException Unexpected(string result) => new(new Status(StatusCode.Unknown, $"Unexpected {result}: Error"));

    public static RpcException AccessDenied() => With(StatusCode.PermissionDenied, "Access Denied", "access-denied");

    public static RpcException NotLeader(string host, int port) => With(
        StatusCode.NotFound, "Leader info available", "not-leader",
        ("leader-endpoint-host", host), ("leader-endpoint-port", Text(port)));

    public static RpcException StreamDeleted(string stream) => With(
        StatusCode.FailedPrecondition, $"Event stream '{stream}' is deleted.", "stream-deleted", ("stream-name", stream));

    public static RpcException WrongRevisionOnDelete(string stream, long expected, long actual) => With(
        StatusCode.FailedPrecondition,
        string.Create(CultureInfo.InvariantCulture,
            $"Delete failed due to WrongExpectedVersion. Stream: {stream}, Expected version: {expected}, Actual version: {actual}"),
        "wrong-expected-version",
        ("stream-name", stream), ("expected-version", Text(expected)), ("actual-version", Text(actual)));

    public static RpcException TooLarge(int limit) => With(
        StatusCode.InvalidArgument, $"Maximum Append Size of {Text(limit)} Exceeded.", "maximum-append-size-exceeded",
        ("maximum-append-size", Text(limit)));

    public static RpcException MissingMetadata(string key) => With(
        StatusCode.InvalidArgument, $"Required Metadata Property '{key}' is missing", "missing-required-metadata-property",
        ("required-metadata-properties", "type,content-type"));

    public static RpcException InvalidCombination(params object[] parts) =>
        new(new Status(StatusCode.InvalidArgument, $"The combination of ({string.Join(", ", parts)}) is invalid."));

    /// <param name="type">The server's own name of the choice that was not made.</param>
    public static RpcException NotChosen(string type) => new(new Status(StatusCode.InvalidArgument, $"'None' is not a valid EventStore.Client.{type}"));

    public static RpcException TimedOut(string what) => new(new Status(StatusCode.Aborted, "Operation timed out: " + what));

    public static RpcException GroupExists(string stream, string group) => Group(
        StatusCode.AlreadyExists, $"Subscription group {group} on stream {stream} exists.", "persistent-subscription-exists", stream, group);

    public static RpcException GroupMissing(string stream, string group) => Group(
        StatusCode.NotFound, $"Subscription group {group} on stream {stream} does not exist.", "persistent-subscription-does-not-exist", stream, group);

    public static RpcException GroupDropped(string stream, string group) => Group(
        StatusCode.Cancelled, $"Subscription group {group} on stream {stream} was dropped.", "persistent-subscription-dropped", stream, group);

    public static RpcException GroupFull(string stream, string group) => Group(
        StatusCode.FailedPrecondition, $"Maximum subscriptions reached for subscription group {group} on stream {stream}.",
        "maximum-subscribers-reached", stream, group);

    public static RpcException GroupFailed(string stream, string group, string reason) => With(
        StatusCode.Internal, $"Subscription group {group} on stream {stream} failed: '{reason}'", "persistent-subscription-failed",
        ("stream-name", stream), ("group-name", group), ("reason", reason));

    private static RpcException Group(StatusCode code, string text, string exception, string stream, string group) =>
        With(code, text, exception, ("stream-name", stream), ("group-name", group));

    private static RpcException With(StatusCode code, string text, string exception, params (string Name, string Value)[] more)
    {
        var trailers = new Metadata { { "exception", exception } };
        foreach (var (name, value) in more)
        {
            // A trailer is ASCII; a name that is not must not break the answer.
            trailers.Add(name, Ascii.IsValid(value) ? value : Uri.EscapeDataString(value));
        }

        return new RpcException(new Status(code, text), trailers);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
