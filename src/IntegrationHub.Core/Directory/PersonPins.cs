using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>Something that happened to a person's PIN. One stream per person, <c>pin-PSEUDONYM</c>; the figures stand nowhere.</summary>
/// <param name="At">When, UTC.</param>
public abstract record PinEvent(DateTimeOffset At);

/// <summary>The person has a new PIN, and may try again.</summary>
/// <param name="Hash">See <see cref="PinHash"/>; sealed under the person's key besides.</param>
[StoredAs("person-pin-set", 1)]
public sealed record PersonPinSet(Personal Hash, DateTimeOffset At) : PinEvent(At);

/// <summary>Somebody confirmed to be the person.</summary>
[StoredAs("person-pin-confirmed", 1)]
public sealed record PersonPinConfirmed(DateTimeOffset At) : PinEvent(At);

/// <summary>Somebody gave a wrong PIN.</summary>
[StoredAs("person-pin-refused", 1)]
public sealed record PersonPinRefused(DateTimeOffset At) : PinEvent(At);

/// <summary>How a try went.</summary>
public enum PinAnswer
{
    /// <summary>It is wrong, or the person has none.</summary>
    Wrong,

    /// <summary>It is right.</summary>
    Right,

    /// <summary>There were too many wrong ones: none is tried for a while, or until a new one is set.</summary>
    Locked,
}

/// <summary>A person's PIN, and the tries since the last right one.</summary>
/// <param name="Hash">Null when there is none, or it was erased.</param>
/// <param name="Failures">In a row.</param>
public sealed record PinState(string? Hash, int Failures, DateTimeOffset LastFailure)
{
    /// <summary>Wrong tries in a row after which none is taken for <see cref="Wait"/>; and again after as many more.</summary>
    public const int TriesAtOnce = 5;

    /// <summary>Wrong tries in a row after which none is taken until a new PIN is set.</summary>
    public const int TriesInAll = 20;

    /// <summary>How long none is taken.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(30);

    /// <summary>Before anything happened.</summary>
    public static readonly PinState None = new(null, 0, default);

    /// <summary>Whether no try is taken now, not even a right one.</summary>
    public bool IsLocked(DateTimeOffset now) =>
        Failures >= TriesInAll || (Failures > 0 && Failures % TriesAtOnce == 0 && now < LastFailure + Wait);

    /// <summary>The state after one more event.</summary>
    public PinState After(object? fact) => fact switch
    {
        PersonPinSet e => new PinState(e.Hash.Text, 0, default),
        PersonPinConfirmed => this with { Failures = 0 },
        PersonPinRefused e => this with { Failures = Failures + 1, LastFailure = e.At },
        _ => this,
    };
}

/// <summary>A PIN as it is kept: PBKDF2 with HMAC-SHA-512, a salt of its own, and so many rounds that each try costs a tenth of a second.</summary>
/// <remarks>Rounds by the OWASP password storage sheet. Six figures could still be tried out by whoever has the hash, so it is sealed too.</remarks>
public static class PinHash
{
    private const int Rounds = 210_000;
    private const int Bytes = 32;
    private const int SaltBytes = 16;

    /// <summary>The hash, <c>pbkdf2-sha512$ROUNDS$SALT$HASH</c>.</summary>
    public static string Of(string pin)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha512${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(pin, salt, Rounds, Bytes))}");
    }

    /// <summary>Whether the PIN is the one of the hash; takes as long whichever figure is wrong.</summary>
    public static bool Fits(string pin, string hash)
    {
        if (hash.Split('$') is not ["pbkdf2-sha512", var rounds, var salt, var wanted])
        {
            return false;
        }

        var expected = Convert.FromBase64String(wanted);
        return CryptographicOperations.FixedTimeEquals(
            expected, Derive(pin, Convert.FromBase64String(salt), int.Parse(rounds, CultureInfo.InvariantCulture), expected.Length));
    }

    private static byte[] Derive(string pin, byte[] salt, int rounds, int bytes) =>
        Rfc2898DeriveBytes.Pbkdf2(pin, salt, rounds, HashAlgorithmName.SHA512, bytes);
}

/// <summary>Gives persons PINs and tries them. A try is recorded before it is answered, so that many at once are no more tries than one after the other.</summary>
public sealed class PersonPins(IEventLog log, EventCodec codec)
{
    /// <summary>Figures of a PIN.</summary>
    public const int Length = 6;

    private const int Attempts = 20;

    /// <summary>Whether the person has a PIN.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<bool> HasAsync(PersonId person, CancellationToken ct) => (await LoadAsync(person, ct)).State.Hash is not null;

    /// <summary>Makes a new PIN, which holds from now on.</summary>
    /// <returns>The figures, to be handed to the person; they are told this once and kept nowhere.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<string> RenewAsync(PersonId person, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        var pin = RandomNumberGenerator.GetString("0123456789", Length);
        var set = new PersonPinSet(new Personal(person, PinHash.Of(pin)), now);
        await log.AppendAsync(StreamOf(person), ExpectedRevision.Any, [codec.Encode(Guid.CreateVersion7(now), set, context)], ct);
        return pin;
    }

    /// <summary>Tries a PIN.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="pin">What was given.</param>
    /// <param name="id">Of the try; the same again is the same try and gets the same answer.</param>
    /// <param name="context">Through which channel.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the wait; it may be tried again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<PinAnswer> TryAsync(PersonId person, string pin, Guid id, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (state, history) = await LoadAsync(person, ct);
            if (history.FirstOrDefault(known => known.Recorded.Id == id)?.Fact is { } before)
            {
                return before is PersonPinConfirmed ? PinAnswer.Right : PinAnswer.Wrong;
            }

            if (state.Hash is null || state.IsLocked(now))
            {
                return state.Hash is null ? PinAnswer.Wrong : PinAnswer.Locked;
            }

            var right = PinHash.Fits(pin, state.Hash);
            PinEvent tried = right ? new PersonPinConfirmed(now) : new PersonPinRefused(now);
            if (await log.AppendAsync(StreamOf(person), ExpectedRevision.Exactly(history.Count - 1), [codec.Encode(id, tried, context)], ct) is Appended)
            {
                return right ? PinAnswer.Right : PinAnswer.Wrong;
            }
        }

        throw new EventLogException("busy", "Many PINs are being tried at once. Try again in a moment.");
    }

    private async Task<(PinState State, List<Known> History)> LoadAsync(PersonId person, CancellationToken ct)
    {
        var (state, history) = (PinState.None, new List<Known>());
        await foreach (var recorded in log.ReadStreamAsync(StreamOf(person), 0, ct))
        {
            history.Add(codec.DecodeOrCarry(recorded));
            state = state.After(history[^1].Fact);
        }

        return (state, history);
    }

    private static string StreamOf(PersonId person) => "pin-" + person.Value;
}
