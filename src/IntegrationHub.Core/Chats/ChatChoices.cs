namespace IntegrationHub.Core.Chats;

/// <summary>Ids of choices: what a button's data carries. Those of a case are followed by its number and hold at any time.</summary>
public static class ChatChoices
{
    /// <summary>It is right, or it helped.</summary>
    public const string Yes = "yes";

    /// <summary>It is not.</summary>
    public const string No = "no";

    /// <summary>To talk with a person.</summary>
    public const string Person = "person";

    /// <summary>In English, please.</summary>
    public const string English = "english";

    /// <summary>In Swedish, please.</summary>
    public const string Swedish = "swedish";

    /// <summary>About a case that there is already.</summary>
    public const string OwnCase = "own-case";

    /// <summary>A list of the user's cases.</summary>
    public const string OwnCases = "own-cases";

    /// <summary>Nothing more about this.</summary>
    public const string Nothing = "nothing";

    /// <summary>To be told also when the chat is closed.</summary>
    public const string Notify = "notify";

    /// <summary>To say who the user is.</summary>
    public const string Identify = "identify";

    /// <summary>To be called.</summary>
    public const string Call = "call";

    /// <summary>To cancel the promised call.</summary>
    public const string CancelCall = "cancel-call";

    /// <summary>The account at work.</summary>
    public const string Office = "office";

    /// <summary>The account at school.</summary>
    public const string Education = "education";

    /// <summary>Followed by the incident's number: it hits me too. <c>incident:none</c>: something else.</summary>
    public const string Incident = "incident:";

    /// <summary>Followed by the place of the candidate in the router's question.</summary>
    public const string Candidate = "candidate:";

    /// <summary>Followed by an instant: a time for the call.</summary>
    public const string Time = "time:";

    /// <summary>Followed by a case number: show it.</summary>
    public const string Show = "show:";

    /// <summary>Followed by a case number: it works.</summary>
    public const string Confirm = "confirm:";

    /// <summary>Followed by a case number: it does not work.</summary>
    public const string Reopen = "reopen:";

    /// <summary>Followed by a case number: add something, or answer.</summary>
    public const string Add = "add:";

    /// <summary>Followed by a case number: complain.</summary>
    public const string Complain = "complain:";
}
