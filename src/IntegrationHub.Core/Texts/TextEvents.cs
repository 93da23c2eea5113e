using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Texts;

/// <summary>What a text message led to.</summary>
public enum TextAct
{
    /// <summary>Nothing: it was not understood, and the sender was told how to write.</summary>
    NotUnderstood,

    /// <summary>The case is closed, as the sender says that it works.</summary>
    Confirmed,

    /// <summary>The case is open again, as the sender says that it does not work.</summary>
    Reopened,

    /// <summary>The words went to the desk, as a note or as the answer to its question.</summary>
    PassedOn,

    /// <summary>Nothing: there is no such case.</summary>
    CaseUnknown,

    /// <summary>Nothing: nobody has said that the case is solved.</summary>
    NotSolvedYet,

    /// <summary>The sender wants no more messages.</summary>
    Stopped,

    /// <summary>The sender wants messages again.</summary>
    Started,
}

/// <summary>A text message came to the one number, and this is what it led to. Its stream holds nothing else.</summary>
/// <param name="Message">Twilio's id of the message, <c>MessageSid</c>.</param>
/// <param name="Person">The pseudonym of whoever has the number; of the message itself when it has none.</param>
/// <param name="Phone">E.164; null when the sender is no phone.</param>
/// <param name="Case">The case that it was about; null when none was found.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>: of the reply.</param>
[StoredAs("text-received", 1)]
public sealed record TextReceived(
    string Message, PersonId Person, Personal? Phone, Personal Body, TextAct Act, CaseNumber? Case, string Language, DateTimeOffset At);
